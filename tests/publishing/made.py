"""An invented library: a measure and a yearly notice, and what may come in beside them."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from assistant.assembly import open_catalogue, open_publisher
from assistant.offline import Offline
from assistant.publishing.publisher import Publisher
from assistant.publishing.uploads import Upload, make_upload
from assistant.settings import Settings
from assistant.wording import corpus_folder

MEASURE = """某省工业厅关于印发《某省智能仓库管理办法》的通知
某工〔2030〕7号
各市工业局：
现将《某省智能仓库管理办法》印发给你们，请遵照执行。
某省工业厅
2030年1月1日
某省智能仓库管理办法
第一条 为规范智能仓库的认定和管理，制定本办法。
第二条 智能仓库每两年复核一次，复核不合格的限期整改。
第三条 本办法自2030年2月1日起施行，有效期五年。
"""
NOTICE = """某市工业局关于开展2031年度节水企业申报工作的通知
某工节〔2031〕12号
各区县工业主管部门：
现就有关事项通知如下。
一、申报条件
（一）在本市注册并具有独立法人资格；
（二）近三年未发生较大以上安全事故。
二、申报时间
请各区县于2031年8月20日前将推荐材料报送市工业局。
联系人：王某，联系电话：61234567。
某市工业局
2031年3月1日
"""
NEXT_ROUND = NOTICE.replace("2031", "2032").replace("12号", "15号").replace("8月20日", "9月10日")
CHANGED = NOTICE.replace("8月20日", "8月31日")
MARCH = datetime(2031, 3, 2, 9)


def folder_of(place: Path, **texts: str) -> Path:
    """A corpus folder with these texts, each under its id."""
    for name, text in texts.items():
        file = place / "documents" / name.replace("_", "-") / "original.txt"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    return place


def settings_of(place: Path, corpus: Path | None = None, **more: object) -> Settings:
    """Settings over the invented library, or over another corpus, with a data folder of their own."""
    chosen = corpus or folder_of(place / "corpus", measure=MEASURE, notice_2031=NOTICE)
    return Settings.model_validate({"data_dir": place / "data", "corpus_dir": chosen, **more})


def publisher_of(settings: Settings) -> tuple[Publisher, Offline]:
    """A publisher without a server, whose clock goes on a minute at each look."""
    catalogue = open_catalogue(settings)
    site = Offline(settings, catalogue.open())
    publisher = open_publisher(settings, catalogue, site)
    moments = (MARCH + timedelta(minutes=n) for n in range(10_000))
    publisher._now = lambda: next(moments)
    return publisher, site


def upload(text: str, name: str = "通知.txt") -> Upload:
    return make_upload(name, text.encode())


def copied_corpus(place: Path) -> Path:
    """The corpus that comes with the program, to be changed."""
    return Path(shutil.copytree(corpus_folder(), place / "copied"))
