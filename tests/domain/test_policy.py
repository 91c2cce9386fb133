from domain.policy import DECIDER, AdoptLadder, AdoptTemplates, Policy, UnclearLadder, templates_hash
from domain.refusal import NotAuthorised
from events.base import UnitId
from events.policy import LadderAdopted, Rung, TemplatesAdopted
from tests.spec import by, given

THREE_BEFORE = Rung(name="truoc-3", days=-3, audience="debtor", template="reminder")
LAST = Rung(name="lan-cuoi", days=15, audience="debtor", template="last", last=True)
DEFAULT = LadderAdopted(ladder="default", duties=("default",), rungs=(THREE_BEFORE, LAST))
SHORT = LadderAdopted(ladder="ngan", duties=("register", "verify_dossier"), rungs=(LAST,))
LETTERS = {"reminder": "Kính gửi {{ name }},\n", "last": "Sẽ không nhắc nữa."}
TEMPLATES = TemplatesAdopted(sha256=templates_hash(LETTERS), templates=LETTERS)


def adopt(ladder: LadderAdopted, role: str = "standing_agency") -> AdoptLadder:
    return AdoptLadder(ladder=ladder.ladder, duties=ladder.duties, rungs=ladder.rungs, **by(role))


def templates(letters: dict[str, str]) -> AdoptTemplates:
    return AdoptTemplates(templates=letters, **by("administrator"))


def test_a_ladder_is_adopted_for_its_duties() -> None:
    given(DECIDER, DEFAULT).when(adopt(SHORT)).then(SHORT)


def test_the_same_ladder_again_adds_nothing() -> None:
    given(DECIDER, SHORT).when(adopt(SHORT)).nothing()


def test_other_rungs_under_the_same_name_are_adopted() -> None:
    longer = SHORT.model_copy(update={"rungs": (THREE_BEFORE, LAST)})
    given(DECIDER, SHORT).when(adopt(longer)).then(longer)


def test_a_ladder_is_adopted_for_a_further_duty() -> None:
    wider = SHORT.model_copy(update={"duties": (*SHORT.duties, "report_progress")})
    given(DECIDER, SHORT).when(adopt(wider)).then(wider)


def test_a_duty_without_a_ladder_of_its_own_has_the_default_one() -> None:
    policy = DECIDER.fold([DEFAULT, SHORT])
    assert policy.ladder("register") == (LAST,)
    assert policy.ladder("report_progress") == (THREE_BEFORE, LAST)
    assert Policy().ladder("register") == ()


def test_templates_are_adopted_whole_under_the_hash_of_their_words() -> None:
    given(DECIDER).when(templates(LETTERS)).then(TEMPLATES)


def test_the_same_templates_again_add_nothing_even_with_other_white_space_around() -> None:
    given(DECIDER, TEMPLATES).when(templates(LETTERS)).nothing()
    given(DECIDER, TEMPLATES).when(
        templates({"reminder": "\nKính gửi {{ name }},", "last": LETTERS["last"]})
    ).nothing()


def test_older_templates_stay_known_by_their_hash_and_may_come_back() -> None:
    other = {"reminder": "Chào {{ name }}."}
    newer = TemplatesAdopted(sha256=templates_hash(other), templates=other)
    policy = DECIDER.fold([TEMPLATES, newer])
    assert policy.current_templates == newer.sha256
    assert policy.templates[TEMPLATES.sha256] == TEMPLATES.templates
    given(DECIDER, TEMPLATES, newer).when(templates(LETTERS)).then(TEMPLATES)


def test_a_chair_sets_no_policy() -> None:
    given(DECIDER).when(adopt(SHORT, "chair")).refused(NotAuthorised)


SCHOOL, TOWN = UnitId("unit-truong"), UnitId("unit-xa")


def test_an_organisation_has_a_ladder_of_its_own_for_itself_and_those_below() -> None:
    ours = SHORT.model_copy(update={"scope": TOWN})
    command = AdoptLadder(
        ladder=ours.ladder, duties=ours.duties, rungs=ours.rungs, scope=TOWN, **by("standing_agency")
    )
    given(DECIDER, DEFAULT).when(command).then(ours)
    given(DECIDER, DEFAULT, ours).when(command).nothing()
    policy = DECIDER.fold([DEFAULT, ours])
    assert policy.ladder("register", (SCHOOL, TOWN)) == (LAST,)
    assert policy.ladder("register") == (THREE_BEFORE, LAST)
    assert policy.ladder("report_progress", (SCHOOL, TOWN)) == (THREE_BEFORE, LAST)


def test_the_nearest_ladder_wins_even_as_a_default() -> None:
    towns = SHORT.model_copy(update={"scope": TOWN})
    schools = DEFAULT.model_copy(update={"scope": SCHOOL})
    policy = DECIDER.fold([towns, schools])
    assert policy.ladder("register", (SCHOOL, TOWN)) == (THREE_BEFORE, LAST)


def test_nothing_is_sent_after_the_rung_that_says_so_and_rungs_have_names_of_their_own() -> None:
    after_the_last = LAST.model_copy(update={"name": "sau-cuoi", "days": 16, "last": False})
    for unclear in ((LAST, after_the_last), (LAST, LAST)):
        ladder = SHORT.model_copy(update={"rungs": unclear})
        given(DECIDER).when(adopt(ladder)).refused(UnclearLadder)


def test_a_weekly_letter_goes_to_those_who_answer_for_a_duty_and_a_daily_one_to_its_debtor_too() -> None:
    weekly = Rung(name="tuan", days=5, audience="chair", template="weekly", digest="monday")
    to_chair = SHORT.model_copy(update={"rungs": (weekly,)})
    given(DECIDER).when(adopt(to_chair)).then(to_chair)
    to_debtor = SHORT.model_copy(update={"rungs": (weekly.model_copy(update={"audience": "debtor"}),)})
    given(DECIDER).when(adopt(to_debtor)).refused(UnclearLadder)
    daily = weekly.model_copy(update={"audience": "debtor", "digest": "day"})
    to_debtor_daily = SHORT.model_copy(update={"rungs": (daily,)})
    given(DECIDER).when(adopt(to_debtor_daily)).then(to_debtor_daily)
