"""Contacts: every number stays with its name, every name with its role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.register.contacts import Contact, find_contacts
from tests.register.made import contacts, document, library


def _one(*lines: str, caption: str = "") -> Contact:
    found = contacts(*lines, caption=caption)
    assert len(found) == 1, found
    return found[0]


def test_two_names_before_one_number_share_it() -> None:
    found = _one("联系人：李明、王小红，联系电话：62871234。")
    assert (found.names, found.phones) == (("李明", "王小红"), ("62871234",))


def test_a_number_belongs_to_the_name_before_it_and_the_role_to_both() -> None:
    first, second = contacts("某市申报服务平台技术人员：李明，13800001111；王小红，13900002222。")
    assert (first.names, first.phones) == (("李明",), ("13800001111",))
    assert (second.names, second.phones) == (("王小红",), ("13900002222",))
    assert first.role == second.role == "某市申报服务平台技术人员"


def test_an_area_code_is_kept_when_printed_and_never_added() -> None:
    assert _one("联系人及电话：李明 010-68205340").phones == ("010-68205340",)
    assert _one("联系人：李明，电话：（028）81112233转805").phones == ("（028）81112233转805",)
    assert _one("某局联系人：李明，63897443").phones == ("63897443",)


def test_offices_with_numbers_are_contacts_without_names() -> None:
    first, second = contacts(
        "政策咨询：市某局节约处，0389-2206175；技术咨询：市某中心，0389-2206338，邮箱js@a.example。"
    )
    assert (first.role, first.purpose, first.phones) == ("市某局节约处", "政策咨询", ("0389-2206175",))
    assert (second.role, second.purpose) == ("市某中心", "技术咨询")
    assert second.emails == ("js@a.example",)


def test_a_row_without_any_label_is_read_by_what_its_parts_look_like() -> None:
    made = document("省某厅产业处  李明、王小红  0551-62871234，62875678", "| 某局 | 赵一鸣 | 028-81234567 |")
    first, second = find_contacts(made)
    assert (first.role, first.names) == ("省某厅产业处", ("李明", "王小红"))
    assert first.phones == ("0551-62871234", "62875678")
    assert (second.role, second.names, second.phones) == ("某局", ("赵一鸣",), ("028-81234567",))


def test_a_name_written_with_a_gap_is_one_name() -> None:
    first, second = contacts("某研究院 刘 迎 18610885074 李 铮 18910968668")
    assert (first.names, first.phones) == (("刘迎",), ("18610885074",))
    assert (second.names, second.phones) == (("李铮",), ("18910968668",))
    assert first.role == second.role == "某研究院"


def test_a_surname_of_two_characters_makes_a_name() -> None:
    first, second = contacts("某司 呼延朔 010-77881203 闻人雪 010-77881205")
    assert (first.names, second.names) == (("呼延朔",), ("闻人雪",))


def test_a_window_for_filing_is_a_place_and_its_hours_are_no_part_of_the_address() -> None:
    found = _one("受理窗口：某市如意大街甲16号大厅2楼B区12号窗口（工作日9:00—16:30）")
    assert found.address == "某市如意大街甲16号大厅2楼B区12号窗口"
    assert _one("受理窗口：某市某大厅 0755-82001122").phones == ("0755-82001122",)


def test_a_postcode_behind_an_address_is_no_part_of_it() -> None:
    assert _one("邮寄地址：某市某区玉渊路2号院（100099）").address == "某市某区玉渊路2号院"


def test_a_name_and_its_number_on_two_lines_are_one_contact() -> None:
    found = _one("联系人：李明", "联系电话：62871234")
    assert (found.clause_id, found.names, found.phones) == ("p2", ("李明",), ("62871234",))
    assert found.also == (("p1", "联系人：李明"),)


def test_an_address_of_mail_below_several_names_is_given_to_none_of_them() -> None:
    *people, mail = contacts("联系人：李明，62871234", "技术支持：王小红，62875678", "电子邮箱：a@b.example")
    assert all(person.emails == () for person in people)
    assert (mail.names, mail.emails) == ((), ("a@b.example",))


def test_the_caption_above_gives_the_role_of_a_bare_line() -> None:
    found = _one("联系人：李×，电话：0567-85122306", caption="政策咨询（市某局装备处）")
    assert (found.names, found.role) == (("李×",), "政策咨询（市某局装备处）")


def test_a_heading_that_only_says_contacts_gives_no_role() -> None:
    assert _one("联系人：李明，62871234", caption="联系方式").role == ""


def test_an_address_is_kept_whole_with_its_room() -> None:
    found = _one("材料寄送地址：某市某区望潮路88号3号楼1106室，邮编：000316")
    assert found.address == "某市某区望潮路88号3号楼1106室"
    assert (found.room, found.phones, found.purpose) == ("3号楼1106室", (), "材料寄送地址")


def test_a_fax_is_no_telephone() -> None:
    assert _one("联系人：李明，电话：62871234，传真：62871235").phones == ("62871234",)


def test_where_to_file_is_read_off_a_sentence() -> None:
    (found,) = find_contacts(document("请企业将材料报送至我局节约科（335室），电子版发送至a@b.example。"))
    assert (found.role, found.room, found.emails) == ("我局节约科", "335室", ("a@b.example",))


def test_a_platform_is_named_with_its_address() -> None:
    (found,) = find_contacts(document("企业需在某市“示范云”服务平台（网址：https://a.example）上注册登录。"))
    assert (found.platform, found.url) == ("某市“示范云”服务平台", "https://a.example")
    (found,) = find_contacts(document("通过某管理平台（<https://b.example>，以下简称管理平台）报送。"))
    assert (found.platform, found.url) == ("某管理平台", "https://b.example")


def test_words_of_a_sentence_with_a_hotline_are_no_names() -> None:
    text = "提供高效、全方位的服务，整合大厅、网站、12368热线等渠道，为企业提供一体化、便捷的服务和支持。"
    assert all(found.names == () for found in find_contacts(document(text)))


def test_figures_and_dates_are_no_telephones() -> None:
    assert (
        find_contacts(document("2025年产值超过50000000元的企业，编号20250614，于2025年6月14日前报送。")) == ()
    )


def test_the_footer_of_a_page_is_marked() -> None:
    (found,) = find_contacts(document("主办单位：某局 地址：某市西大街13号 邮编：100804", kind="page"))
    assert found.footer
    assert (found.address, found.postcode) == ("某市西大街13号", "100804")


def test_a_fax_number_and_a_postcode_are_kept_apart_from_phones() -> None:
    found = contacts("联系人：李明，电话：0551-62871234，传真：0551-62875678，邮编：230001。")
    assert [(c.phones, c.fax, c.postcode) for c in found] == [(("0551-62871234",), "0551-62875678", "230001")]


def test_a_number_that_is_of_a_phone_and_a_fax_is_both() -> None:
    one, other, third = contacts(
        "联系人：李明，电话/传真：0551-62871234",
        "联系人：王丽，电话：0551-62871235（兼传真）",
        "联系人：赵强，电话：0551-62871236，62875678（传真）",
    )
    assert (one.phones, one.fax) == (("0551-62871234",), "0551-62871234")
    assert (other.phones, other.fax) == (("0551-62871235",), "0551-62871235")
    assert (third.phones, third.fax) == (("0551-62871236",), "62875678")


def test_a_postcode_behind_an_address_or_alone_on_a_line_is_found() -> None:
    behind, alone = contacts("地址：某市西大街13号，邮政编码：230002", "邮编：230003")
    assert (behind.address, behind.postcode) == ("某市西大街13号", "230002")
    assert alone.postcode == "230003"


@given(st.text(st.sampled_from("联系人电话：，；、。李明王小红13800001111 0-@a.example/处（）|")))
def test_whatever_a_line_holds_its_contacts_stand_in_it(text: str) -> None:
    for found in contacts(text):
        assert found.quote in text
        assert all(phone in text for phone in found.phones)
        assert all(mail in text for mail in found.emails)


def test_the_people_of_the_corpus_keep_their_numbers_and_roles() -> None:
    found = {c.names: c for d in library().documents for c in find_contacts(d) if c.names}
    assert {names: contact.phones for names, contact in found.items()} == {
        ("秦雪娇",): ("63897443",),
        ("黎柴佐",): ("13667679209",),
        ("唐海洋",): ("13102393678",),
        ("杜万林", "余铜"): ("40409125",),
        ("王成波",): ("010-68205340",),
    }
    assert found[("秦雪娇",)].role == "市经济信息委联系人"
    assert found[("黎柴佐",)].role == found[("唐海洋",)].role
    assert found[("唐海洋",)].role.endswith("平台技术人员")


def test_addresses_rooms_and_platforms_of_the_corpus_are_found() -> None:
    found = [c for d in library().documents for c in find_contacts(d)]
    assert [c.address for c in found if c.address and not c.footer] == ["重庆市两江新区云杉南路12号"]
    assert [(c.address, c.postcode) for c in found if c.footer] == [("中国北京西长安街13号", "100804")]
    assert [(c.role, c.room, c.emails) for c in found if c.room] == [
        ("我委节能环资科", "335室", ("csjxwqfk@163.com",))
    ]
    assert {c.url: c.platform for c in found if c.url} == {
        "https://www.gov.cn/zhengce/zhengceku/202401/content_6929104.htm": "《暂行办法》",
        "https://www.cqigp.com": "重庆市“工业绿效码”企业服务平台",
        "https://green.miit.gov.cn": "工业节能与绿色发展管理平台",
    }


def test_what_a_person_is_for_stands_in_brackets_behind_the_name() -> None:
    found = _one("联系人：李明（材料受理），电话：0518-7720116")
    assert (found.names, found.role, found.phones) == (("李明",), "材料受理", ("0518-7720116",))


def test_a_name_of_a_minority_or_with_a_gap_is_a_name_behind_its_label() -> None:
    assert _one("联系人：额日敦，电话：0479-3312290").names == ("额日敦",)
    assert _one("联系人：温　如玉、步惊云，电话：62871234").names == ("温如玉", "步惊云")


def test_an_office_on_a_line_of_its_own_is_that_of_the_numbers_below() -> None:
    found = _one("联系单位：某署推广司", "电　话：010-55660231　55660238（传真）", "电子信箱：t@z.example")
    assert (found.role, found.phones, found.emails) == ("某署推广司", ("010-55660231",), ("t@z.example",))


def test_an_address_ends_before_its_postal_code() -> None:
    assert _one("通信地址：某市知春东路甲2号　100099").address == "某市知春东路甲2号"
    assert _one("地址：某市屏东路76号5层（邮编350003）").address == "某市屏东路76号5层"


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "咨询电话：0571-23522076，13859700412（陈工），上班时间拨打。",
            [((), ("0571-23522076",)), (("陈工",), ("13859700412",))],
        ),
        ("咨询电话：23522076（陈工）。", [(("陈工",), ("23522076",))]),
        (
            "联系电话：83590216（张敏）、83590217（李强）",
            [(("张敏",), ("83590216",)), (("李强",), ("83590217",))],
        ),
    ],
)
def test_a_name_in_brackets_behind_a_number_is_whose_number_it_is(
    line: str, people: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert [(c.names, c.phones) for c in contacts(line)] == people


def test_a_service_number_with_area_code_and_extension_is_a_contact() -> None:
    (found,) = contacts("系统操作：政企通客服　0571-12345转3")
    assert (found.role, found.phones, found.purpose) == ("政企通客服", ("0571-12345转3",), "系统操作")
    (found,) = contacts("热线：12345转2")
    assert found.phones == ("12345转2",)


def test_a_bullet_is_no_part_of_a_contact() -> None:
    (found,) = contacts("- 政策咨询：区工信局节能科　顾敏　83590216")
    assert (found.purpose, found.quote[:4]) == ("政策咨询", "政策咨询")


def test_a_local_number_in_two_halves_is_one_number() -> None:
    first, second = contacts("咨询电话：市工信局节能科 0731-2868 7719；平台运维 400-0731-562（7×24小时）")
    assert (first.role, first.phones) == ("市工信局节能科", ("0731-2868 7719",))
    assert (second.role, second.phones) == ("平台运维", ("400-0731-562",))


def test_each_area_of_a_line_keeps_its_own_number() -> None:
    found = contacts("各区受理咨询：金坛区 82880417；武进区 86310552；新北区 85127706")
    assert [(c.role, c.phones) for c in found] == [
        ("金坛区", ("82880417",)),
        ("武进区", ("86310552",)),
        ("新北区", ("85127706",)),
    ]


def test_whom_an_office_serves_stays_with_its_name() -> None:
    found = _one("联系人：省机关事务管理局节能处（仅限公共机构） 何雅宁 0931-8929107")
    assert found.role == "省机关事务管理局节能处（仅限公共机构）"
    assert (found.names, found.phones) == (("何雅宁",), ("0931-8929107",))
