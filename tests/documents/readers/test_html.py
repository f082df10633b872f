from __future__ import annotations

import pytest

from assistant.documents.readers import Original
from assistant.documents.readers.html import read_html
from assistant.errors import UnreadableFile

TITLE = "云州市工业和信息化局关于组织申报节水型企业的通知"
TEXT = (
    "<p>各县区工信局：</p><p>　　为做好节水工作，现就有关事项通知如下：</p><p><strong>一、申报条件</strong></p>"
    "<p>　　（一）在本市登记注册，&nbsp;正常生产满3年。</p><p>（二）近三年未发生事故。</p>"
)
SIGNED = "<p>云州市工业和信息化局</p><p>2026年3月1日</p>"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def read(body: str, head: str = "") -> Original:
    return read_html(page(body, head).encode(), "a.html")


def lines(body: str, head: str = "") -> list[str]:
    return read(body, head).text.splitlines()


PORTAL = f"""
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a></div>
<div class="xxgk"><table>
<tr><td>索 引 号：</td><td>11500/2026-00012</td><td>主题分类：</td><td>工业</td></tr>
<tr><td>发布机构：</td><td>云州市工业和信息化局</td><td>成文日期：</td><td>2026-03-01</td></tr>
<tr><td>名　　称：</td><td colspan="3">{TITLE}</td></tr>
<tr><td>文　号：</td><td>云工信〔2026〕12号</td><td>有效性：</td><td></td></tr></table></div>
<div class="article"><h1>{TITLE}</h1>
<div class="info"><span>发布时间：2026-03-05 10:11</span><span>来源：本站</span><span>字体：[ 大 中 小 ]</span></div>
<div class="share bshare"><a>微信</a><a>微博</a></div>
<div id="zoom" class="TRS_Editor">{TEXT}{SIGNED}</div>
<p>附件：<a href="a.doc">节水型企业申报表.doc</a></p>
<div class="print"><a href="javascript:window.print()">【打印】</a><a>【关闭】</a></div>
<div class="related"><h3>相关文章</h3><ul><li><a>关于另一件事的通知</a></li></ul></div></div>
<div class="footer"><p>主办：云州市人民政府，承办：云州市大数据局。</p><p>网站标识码：5001 ICP备2026001号</p></div>
"""


def test_a_government_page_gives_title_facts_text_and_attachments_and_nothing_else() -> None:
    assert lines(PORTAL) == [
        TITLE,
        "索引号：11500/2026-00012",
        "主题分类：工业",
        "发布机构：云州市工业和信息化局",
        "成文日期：2026-03-01",
        "文号：云工信〔2026〕12号",
        "发布时间：2026-03-05 10:11",
        "各县区工信局：",
        "为做好节水工作，现就有关事项通知如下：",
        "一、申报条件",
        "（一）在本市登记注册，\u00a0正常生产满3年。",
        "（二）近三年未发生事故。",
        "云州市工业和信息化局",
        "2026年3月1日",
        "附件：节水型企业申报表.doc",
    ]


def test_facts_in_lists_with_labels_apart_are_read() -> None:
    facts = (
        "<ul><li><b>发文字号</b><span>云工信〔2026〕12号</span></li></ul>"
        "<dl><dt>发文机关：</dt><dd>云州市工信局</dd><dt>失效日期：</dt><dd>2028年12月31日</dd></dl>"
    )
    found = lines(f"<div>{facts}</div><div><h1>{TITLE}</h1><div>{TEXT}</div></div>")
    assert {"发文机关：云州市工信局", "失效日期：2028年12月31日"} <= set(found)


def test_a_page_of_another_system_with_paragraphs_as_breaks_is_read() -> None:
    body = (
        "<table width='980'><tr><td><a href='/'>首页</a> | <a href='/a'>机构</a></td></tr></table>"
        "<table><tr><td class='title'>关于公布节水型企业名单的公告</td></tr>"
        "<tr><td>发布日期：2026-03-05 &nbsp; 浏览次数：<span id='hits'></span> 字号：<a>大</a><a>小</a></td></tr>"
        "<tr><td><UCAPCONTENT><p>现将名单予以公布，有关事项如下：<br><br>一、名单有效期3年。<br/>"
        "二、企业应当于每年3月底前报送数据。</p><p align='right'>云州市水务局<br>二〇二六年三月一日</p></UCAPCONTENT></td></tr>"
        "<tr><td>【<a href='#'>打印</a>】【<a href='#'>关闭</a>】</td></tr></table>"
        "<div>版权所有：云州市水务局　备案序号：ICP备2026001号</div>"
    )
    assert lines(body, "<title>关于公布节水型企业名单的公告_云州市水务局</title>") == [
        "关于公布节水型企业名单的公告",
        "发布日期：2026-03-05",
        "现将名单予以公布，有关事项如下：",
        "一、名单有效期3年。",
        "二、企业应当于每年3月底前报送数据。",
        "云州市水务局",
        "二〇二六年三月一日",
    ]


def test_a_title_inside_the_text_is_not_printed_twice_and_its_lines_are_joined() -> None:
    split = f"<p>云州市工业和信息化局关于</p><p>组织申报节水型企业的通知</p>{TEXT}"
    found = lines(f"<h1>{TITLE}</h1><div>{split}</div>")
    assert found[:2] == [TITLE, "各县区工信局："]


def test_the_title_of_the_page_serves_without_the_name_of_the_site() -> None:
    found = lines(f"<div>{TEXT}</div>", f"<title>{TITLE} - 云州市人民政府网</title>")
    assert found[0] == TITLE


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030"])
def test_older_chinese_encodings_are_read_as_declared(encoding: str) -> None:
    text = page(f"<div>{TEXT}</div>".replace("&nbsp;", "")).replace("utf-8", encoding)
    assert "一、申报条件" in read_html(text.encode(encoding), "a.html").text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_beginning_tells_the_encoding(encoding: str) -> None:
    assert "一、申报条件" in read_html(page(f"<div>{TEXT}</div>").encode(encoding), "a.html").text


def test_an_encoding_that_is_not_declared_is_found() -> None:
    assert "一、申报条件" in read_html(f"<div>{TEXT}</div>".encode("gb18030"), "a.html").text


def test_scripts_styles_comments_and_hidden_parts_are_no_text() -> None:
    noise = (
        "<script>alert('一、脚本。')</script><style>p{}</style><!-- 一、注释。 --><p style='display:none'>一、隐藏。</p>"
        "<noscript>请打开脚本。</noscript><svg><text>图</text></svg><select><option>选项，一。</option></select>"
    )
    assert lines(f"<div>{noise}{TEXT}</div>") == lines(f"<div>{TEXT}</div>")


def test_a_body_hidden_until_its_script_runs_is_read_all_the_same() -> None:
    assert (
        "一、申报条件"
        in read_html(
            page("").replace("<body>", f"<body style='visibility: hidden'>{TEXT}").encode(), "a"
        ).text
    )


def test_tables_keep_merged_cells_and_headers() -> None:
    table = (
        "<table><thead><tr><th rowspan='2'>类别</th><th colspan='2'>指标</th></tr><tr><th>名称</th><th>分值</th></tr></thead>"
        "<tr><td rowspan='9'>创新</td><td><p>研发</p><p>强度</p></td><td>20</td></tr><tr><td>专利</td><td>&nbsp;</td></tr></table>"
    )
    original = read(f"<div>{TEXT}{table}<p>二、要求。</p></div>")
    (found,) = original.tables
    assert original.text[found.span.start : found.span.end].split("\n") == [
        "类别\t指标\t",
        "\t名称\t分值",
        "创新\t研发 强度\t20",
        "\t专利\t",
    ]
    assert [c.row_span for c in found.cells if c.column == 0] == [2, 2]
    assert sum(c.header for c in found.cells) == 4


def test_a_table_that_sets_out_the_page_is_no_table() -> None:
    original = read(
        f"<table><tr><td width='20'></td><td><table><tr><td>{TEXT}</td></tr></table></td></tr></table>"
    )
    assert original.tables == ()
    assert "一、申报条件" in original.text.splitlines()


def test_numerals_of_ordered_lists_are_printed_as_a_browser_shows_them() -> None:
    body = (
        "<ol><li>甲事项，其一。</li><li>乙事项，其二。</li></ol><ol start='3'><li>丙事项，其三。</li></ol>"
        "<ol class='custom_cn2'><li>丁事项，其四。</li></ol><ol style='list-style-type: none'><li>戊事项，其五。</li></ol>"
        "<ol><li>（一）己事项，其六。</li></ol><ul><li>庚事项，其七。</li></ul>"
    )
    found = lines(f"<div>{body}</div>")
    assert [line[:3] for line in found] == ["1.甲", "2.乙", "3.丙", "（一）", "戊事项", "（一）", "庚事项"]


def test_breaks_begin_lines_and_wrapped_source_does_not() -> None:
    found = lines("<div><p>第一条 企业应当\n      依法申报。<br>第二条&emsp;本办法施行。</p></div>")
    assert found == ["第一条 企业应当依法申报。", "第二条\u2003本办法施行。"]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="没有正文"):
        read("<div id='app'></div><script src='app.js'></script>")


def test_nesting_that_would_lose_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="嵌套过深"):
        read("<div>" * 5000 + TEXT)


def test_monstrous_spans_are_bounded() -> None:
    original = read(f"<div>{TEXT}<table><tr><td rowspan=99999999 colspan=99999999>甲<td>乙<tr><td>丙</table>")
    assert len(original.text) < 1000
