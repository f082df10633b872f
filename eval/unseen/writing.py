"""The notices as files without pages: text, Markdown, and a page of a government site."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from assistant.documents.markers import find_marker
from eval.unseen.notices import Notice, Part

_INDENT = "\u3000\u3000"
_FLUSH = frozenset({"标题", "文头", "发文字号", "主送机关", "落款", "成文日期"})
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_{site}</title>
<style>.nav li{{float:left}}</style><script>var u="/tj?id=1";document.write('<i>x</i>');</script></head>
<body>
<div class="top"><a href="/wza">无障碍浏览</a> | <a href="/en">English</a> | <a href="/login">登录</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/jg">机构概况</a></li><li><a href="/zwgk">政务公开</a></li>
<li><a href="/bsfw">办事服务</a></li><li><a href="/hdjl">互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/zwgk/tz">通知公告</a></div>
<div class="main">
<table class="info">
<tr><td>索 引 号：</td><td>01526{serial}/2026-000{serial}</td><td>主题分类：</td><td>工业、交通</td></tr>
<tr><td>发文机关：</td><td>{issuer}</td><td>成文日期：</td><td>{signed}</td></tr>
<tr><td>标&nbsp;&nbsp;题：</td><td colspan="3">{title}</td></tr>
<tr><td>发文字号：</td><td>{number}</td><td>发布日期：</td><td>{signed}</td></tr>
</table>
<h1>{title}</h1>
<div class="tools">发布时间：{signed} 来源：{issuer} 字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="javascript:window.print()">打印</a></div>
<div class="content" id="zoom">
{body}
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="related"><h3>相关文章</h3><ul><li><a href="/a/1.html">关于召开工业经济运行调度会议的通知</a></li>
<li><a href="/a/2.html">政策解读：一图读懂</a></li></ul></div>
</div>
<div class="foot"><p>主办单位：{issuer}　网站标识码：3600000{serial}</p><p>某ICP备1200000{serial}号　版权所有</p>
<p><a href="/map">网站地图</a> | <a href="/about">联系我们</a></p></div>
</body></html>
"""


def as_text(notice: Notice) -> str:
    """Plain text: paragraphs indented, a table as rows of cells parted by tabs."""
    lines: list[str] = []
    for group in notice.lines():
        if group[0].is_row:
            lines += ["", *("\t".join(row.cells) for row in group), ""]
            continue
        flush = bool(_FLUSH & set(group[0].labels))
        lines.append(("" if flush else _INDENT) + "".join(part.text for part in group))
        if flush:
            lines.append("")
    return "\n".join(lines) + "\n"


def as_markdown(notice: Notice) -> str:
    """Markdown: headings marked, tables with pipes."""
    blocks = []
    for group in notice.lines():
        if group[0].is_row:
            blocks.append(_pipes(group))
            continue
        text = "".join(part.text for part in group)
        blocks.append(heading_mark(group[0]) + text.replace("\n", " "))
    return "\n\n".join(blocks) + "\n"


def heading_mark(part: Part) -> str:
    """The marks of a Markdown heading before a title or a caption, else nothing."""
    if "标题" in part.labels:
        return "# "
    marker = find_marker(part.text)
    if marker is None or len(part.text) > 24 or part.text.endswith(("。", "；", "：")):
        return ""
    return {"chapter": "## ", "cn": "## ", "section": "### ", "cn_bracket": "### "}.get(marker.level, "")


def _pipes(rows: Sequence[Part]) -> str:
    lines = ["| " + " | ".join(row.cells) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0].cells), *lines[1:]])


def as_html(notice: Notice) -> str:
    """A page of a government site: navigation, table of metadata, the text, footer."""
    facts = notice.facts
    return _PAGE.format(
        title=html.escape(facts["title"]),
        issuer=html.escape(facts["issuer"]),
        number=html.escape(facts["number"] or ""),
        signed=facts["signed_on"],
        site="政府信息公开",
        serial=len(notice.parts),
        body="\n".join(_block(group) for group in notice.lines()),
    )


def _block(group: Sequence[Part]) -> str:
    if group[0].is_row:
        rows = ["".join(f"<td>{html.escape(cell) or '&nbsp;'}</td>" for cell in row.cells) for row in group]
        return '<table border="1">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    text = html.escape("".join(part.text for part in group))
    if "标题" in group[0].labels:
        return f'<p style="text-align:center"><strong>{text.replace(chr(10), "<br>")}</strong></p>'
    text = re.sub(r"^(第[一二三四五六七八九十]+条)", r"<strong>\1</strong>", text).replace("\n", "<br>")
    return f'<p style="text-indent:2em">{text}</p>'
