from domain.law.book import NATION
from domain.law.rows import Award, DossierItem, Prerequisite
from domain.wording import SENTENCES, award_name, item_names, sentence
from events.base import Basis
from events.judgement import Reason
from tests.domain.rules import NATIONAL, THE_LAW, law_and, row
from tests.domain.test_assessment import case, members, reason


def test_a_missing_paper_is_named_with_its_article() -> None:
    missing = reason("dossier.to_trinh", case(set_papers=frozenset({"bien_ban"})))
    names = item_names(THE_LAW, (missing,))
    assert names == {"to_trinh": "tờ trình"}
    assert sentence(missing, names) == "thiếu tờ trình (căn cứ Đ84 Luật 06/2022/QH15)"


def test_a_paper_without_a_name_is_called_by_its_code() -> None:
    assert sentence(Reason(rule="dossier.anh", verdict="fail"), {}) == "thiếu anh"


def test_only_the_papers_spoken_of_are_named_whichever_layer_asks_for_them() -> None:
    tax = row(DossierItem, item="thue", name="xác nhận thuế", place="nomination")
    spoken = (Reason(rule="dossier.thue", verdict="fail"), Reason(rule="catalogue.kind", verdict="pass"))
    assert item_names(law_and(tax), spoken) == {"thue": "xác nhận thuế"}


def test_what_another_award_asks_for_lends_no_words_to_this_dossier() -> None:
    own = row(DossierItem, award="GK", item="thue", name="xác nhận thuế của xã", place="nomination")
    other = row(DossierItem, award="BKTTG", item="thue", name="xác nhận thuế của tỉnh", place="nomination")
    spoken = (Reason(rule="dossier.thue", verdict="fail"),)
    assert item_names(law_and(own, other), spoken, "GK") == {"thue": "xác nhận thuế của xã"}


def test_too_few_months_are_said_in_figures() -> None:
    months = reason("ldtt.service_months", case(recruited_on=case().on))
    assert sentence(months, {}) == (
        "thời gian công tác trong năm chưa đủ số tháng tối thiểu: 0 tháng, cần 6 tháng (căn cứ TT 01/2024/TT-BNV)"
    )


def test_too_small_a_share_is_said_in_figures() -> None:
    share = reason("ttldtt.share", case("TTLDTT", members=members(10, 6)))
    assert sentence(share, {}) == (
        "chưa đủ tỷ lệ cá nhân Lao động tiên tiến trong tập thể: 6/10, cần 70 % (căn cứ Đ28.1 Luật 06/2022/QH15)"
    )


def test_figures_that_nobody_recorded_are_not_told() -> None:
    assert sentence(Reason(rule="ldtt.service_months", verdict="fail"), {}).endswith("số tháng tối thiểu")


def test_a_rule_without_a_sentence_is_called_by_its_code() -> None:
    basis = Basis(document="Quy chế 01", article="Đ3")
    assert sentence(Reason(rule="xa.quy", verdict="fail", basis=basis), {}) == "xa.quy (căn cứ Đ3 Quy chế 01)"


def test_every_condition_of_the_nation_has_a_sentence_of_its_own() -> None:
    conditions = [row for row in NATIONAL.rows[Prerequisite] if isinstance(row, Prerequisite)]
    asked = {row.group or row.rule for row in conditions if row.jurisdiction == NATION}
    assert asked <= set(SENTENCES)


def test_an_award_is_called_by_its_name_of_any_date_or_else_by_its_code() -> None:
    old = row(
        Award,
        award="CU",
        kind="form",
        name="Giấy khen cũ",
        english="x",
        recipients=["person"],
        rank=1,
        until="2024-01-05",
    )
    assert award_name(law_and(old), "CU") == "Giấy khen cũ"
    assert award_name(THE_LAW, "CSTDCS") == "Chiến sĩ thi đua cơ sở"
    assert award_name(THE_LAW, "XYZ") == "XYZ"
    assert NATIONAL in THE_LAW.layers
