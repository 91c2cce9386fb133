"""Several lines to one relay: reused, limited, replaced when dead; and what a silence means at each stage."""

import asyncio
from dataclasses import replace

import pytest

from mail.post import Post
from mail.relay import Kind, Patience, Posted, Relay
from tests.mail.letters import ENVELOPE
from tests.mail.misbehaving import CLOSE, Answer, Misbehaving, Say, misbehaving, well

SHORT = Patience(connect=0.3, command=0.3, data=0.3)


def at(relay: Misbehaving, connections: int, patience: Patience = SHORT) -> Post:
    return Post(Relay("127.0.0.1", relay.port), connections=connections, patience=patience)


async def send(post: Post, times: int) -> list[Posted]:
    try:
        return list(await asyncio.gather(*(post.send(ENVELOPE) for _ in range(times))))
    finally:
        await post.close()


def sent_over(say: Say, *, connections: int = 1, times: int = 1) -> tuple[Misbehaving, list[Posted]]:
    async def run() -> tuple[Misbehaving, list[Posted]]:
        async with misbehaving(say) as relay:
            return relay, await send(at(relay, connections), times)

    return asyncio.run(run())


def at_stage(stage: str, answer: Answer) -> Say:
    return lambda now, said: answer if now == stage else well(now, said)


def test_many_letters_go_over_a_few_lines_that_are_reused() -> None:
    relay, posted = sent_over(well, connections=4, times=60)
    assert {one.kind for one in posted} == {"sent"}
    assert (relay.opened, relay.most, len(relay.letters)) == (4, 4, 60)


def test_a_relay_that_takes_fewer_lines_gets_every_letter_over_those() -> None:
    def two(stage: str, said: str) -> Answer:
        return "421 too many" if stage == "connect" and int(said) > 2 else well(stage, said)

    relay, posted = sent_over(two, connections=6, times=40)
    assert {one.kind for one in posted} == {"sent"}
    assert len(relay.letters) == 40


def test_a_relay_that_takes_no_line_is_out_of_order() -> None:
    _, posted = sent_over(at_stage("connect", "421 not now"), connections=3, times=5)
    assert {(one.kind, one.code) for one in posted} == {("halt", 421)}


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("connect", "halt"),
        ("ehlo", "halt"),
        ("mail", "deferred"),
        ("rcpt", "deferred"),
        ("data", "unknown"),
        ("sent", "unknown"),
    ],
)
@pytest.mark.parametrize("answer", [None, CLOSE], ids=["silence", "closed"])
def test_only_after_the_data_is_it_unclear_whether_the_relay_has_the_letter(
    stage: str, kind: Kind, answer: Answer
) -> None:
    _, [posted] = sent_over(at_stage(stage, answer))
    assert (posted.kind, posted.code) == (kind, None)


def test_an_own_address_that_is_refused_halts_the_post_and_no_letter_is_lost() -> None:
    relay, posted = sent_over(at_stage("mail", "550 who are you"), times=2)
    assert {one.kind for one in posted} == {"halt"}
    assert relay.letters == []


def test_a_relay_that_is_busy_at_the_sender_puts_the_letter_off() -> None:
    _, [posted] = sent_over(at_stage("mail", "451 later"))
    assert (posted.kind, posted.code) == ("deferred", 451)


def test_a_closing_421_puts_the_letter_off_and_the_next_one_goes_over_a_new_connection() -> None:
    answers = iter(["421 closing"])
    relay, posted = sent_over(
        lambda stage, said: next(answers, well(stage, said)) if stage == "rcpt" else well(stage, said),
        times=2,
    )
    assert [one.kind for one in posted] == ["deferred", "sent"]
    assert relay.opened == 2


def test_a_kept_connection_that_died_is_replaced_before_the_letter_is_given_away() -> None:
    async def run() -> tuple[int, list[Posted]]:
        closing = iter([well("mail", ""), CLOSE])
        async with misbehaving(
            lambda stage, said: next(closing, well(stage, said)) if stage == "mail" else well(stage, said)
        ) as relay:
            post = at(relay, 1)
            posted = [await post.send(ENVELOPE), *await send(post, 1)]
            return relay.opened, posted

    opened, posted = asyncio.run(run())
    assert [one.kind for one in posted] == ["sent", "sent"]
    assert opened == 2


def test_an_address_that_cannot_be_said_in_smtp_fails_and_the_next_letter_goes() -> None:
    async def run() -> list[Posted]:
        async with misbehaving() as relay:
            post = at(relay, 1)
            broken = await post.send(replace(ENVELOPE, recipient="thôn5@vidu.example"))
            return [broken, *await send(post, 1)]

    assert [one.kind for one in asyncio.run(run())] == ["failed", "sent"]


def test_the_first_letter_over_a_line_asks_for_a_report_of_its_failure_where_the_relay_knows_how() -> None:
    heard: list[str] = []

    def knowing(stage: str, said: str) -> Answer:
        heard.append(said)
        return "250-relay\r\n250 DSN" if stage == "ehlo" else well(stage, said)

    async def run() -> None:
        async with misbehaving(knowing) as relay:
            post = at(relay, 1)
            await post.send(replace(ENVELOPE, mark="letter-1"))
            await post.close()

    asyncio.run(run())
    assert f"MAIL FROM:<{ENVELOPE.sender}> RET=HDRS ENVID=letter-1" in heard
    assert f"RCPT TO:<{ENVELOPE.recipient}> NOTIFY=FAILURE" in heard


def test_a_relay_that_knows_no_ehlo_is_greeted_as_of_old() -> None:
    relay, [posted] = sent_over(at_stage("ehlo", "502 what"))
    assert posted.kind == "sent"
    assert relay.stages["helo"] == 1


@pytest.mark.parametrize(
    "address", ["a@vidu.example> SIZE=1", "a b@vidu.example", "a", "a@vidu.example\r\nRSET"]
)
def test_an_address_that_would_say_more_than_an_address_is_never_said(address: str) -> None:
    async def run() -> tuple[Misbehaving, list[Posted]]:
        async with misbehaving() as relay:
            post = at(relay, 1)
            posted = await post.send(replace(ENVELOPE, recipient=address))
            await post.close()
            return relay, [posted]

    relay, [posted] = asyncio.run(run())
    assert posted.kind == "failed"
    assert relay.stages["mail"] == 0
