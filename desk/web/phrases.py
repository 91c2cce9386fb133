"""A template's own words, found while it is compiled and written in another language: a page costs the same in both.

A phrase runs from tag to tag. What stands in it is numbered, `{1}`, so that another language may put it elsewhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from jinja2 import Environment, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import (
    TOKEN_BLOCK_BEGIN,
    TOKEN_BLOCK_END,
    TOKEN_DATA,
    TOKEN_LPAREN,
    TOKEN_NAME,
    TOKEN_PIPE,
    TOKEN_RPAREN,
    TOKEN_STRING,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_VARIABLE_END,
    Token,
    TokenStream,
)

Translate = Callable[[str], str]
READ_ALOUD = frozenset({"aria-label", "data-label", "alt", "placeholder", "title"})
"""Attributes whose values people read or hear."""
LETTER = re.compile(r"[^\W\d_]")
VIETNAMESE = re.compile(r"[^\x00-\x7f]")
PLACES = re.compile(r"\{(\d)\}")
RUNS = {"text": re.compile(r"[^<]+"), "tag": re.compile(r'[^">]+'), "value": re.compile(r'[^"]+')}
MARKS = {"text": re.compile(r"<[/!]?\w*"), "tag": re.compile(r'[">]'), "value": re.compile('"')}
WITHOUT_MARKUP = frozenset({"option", "title", "textarea", "text", "tspan"})
"""Elements that hold words and no other element of a page."""
ENDS = {TOKEN_VARIABLE_BEGIN: TOKEN_VARIABLE_END, TOKEN_BLOCK_BEGIN: TOKEN_BLOCK_END}


@dataclass
class Markup:
    """Where a template's markup stands: in text, in a tag, in the value of an attribute."""

    place: Literal["text", "tag", "value"] = "text"
    tag: str = ""
    attribute: str = ""

    @property
    def read(self) -> bool:
        """Say whether people read what stands here."""
        if self.place == "text":
            return self.tag != "code"
        return self.place == "value" and self.attribute in READ_ALOUD

    @property
    def way(self) -> str | None:
        """Name the filter that a value goes through here: among words it says what it is, elsewhere it is bare words."""
        if self.place == "text":
            return None if self.tag == "code" else "plain" if self.tag in WITHOUT_MARKUP else "marked"
        return "plain" if self.read else None

    def pieces(self, data: str) -> Iterator[tuple[str, bool]]:
        """Part a stretch of markup into what people read and what they do not."""
        at = 0
        while at < len(data):
            found = RUNS[self.place].match(data, at)
            if found is not None:
                self._name(found[0])
                yield found[0], self.read
            elif found := MARKS[self.place].match(data, at):
                yield found[0], False
                self._turn(found[0])
            at = found.end() if found else len(data)

    def _name(self, said: str) -> None:
        """Note the attribute that a stretch within a tag ends with."""
        if self.place == "tag" and said.strip():
            self.attribute = said.rstrip("=").split()[-1]

    def _turn(self, mark: str) -> None:
        if self.place == "text":
            self.place, self.tag = "tag", mark[1:]
        elif self.place == "tag":
            self.place = "value" if mark == '"' else "text"
        else:
            self.place = "tag"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and what stands among them, up to the next tag."""

    parts: tuple[str | tuple[Token, ...], ...]
    line: int

    @property
    def message(self) -> str:
        """The words with numbered places, as the catalogue has them."""
        number = 0
        said = []
        for part in self.parts:
            if isinstance(part, str):
                said.append(part)
            else:
                number += 1
                said.append(f"{{{number}}}")
        return "".join(said)

    def written(self, translate: Translate) -> Iterator[Token]:
        """Give the tokens of the phrase in another language; what has no letter stays."""
        said = _said(self.message, translate)
        values = [part for part in self.parts if not isinstance(part, str)]
        for place, text in enumerate(PLACES.split(said)):
            if place % 2:
                yield from values[int(text) - 1]
            elif text:
                yield Token(self.line, TOKEN_DATA, text)


def _said(message: str, translate: Translate) -> str:
    """Give a message in another language, with the spaces around it; what has no letter stays."""
    bare = message.strip()
    if not LETTER.search(PLACES.sub("", bare)):
        return message
    begins = message.index(bare)
    return message[:begins] + translate(bare) + message[begins + len(bare) :]


def rewritten(tokens: Iterable[Token], translate: Translate) -> Iterator[Token]:
    """Write a template's words in another language, also those within its expressions."""
    markup = Markup()
    parts: list[str | tuple[Token, ...]] = []
    line = 1
    stream = iter(tokens)

    def told() -> Iterator[Token]:
        if parts:
            yield from Phrase(tuple(parts), line).written(translate)
            parts.clear()

    for token in stream:
        line = token.lineno
        if token.type == TOKEN_DATA:
            for piece, read in markup.pieces(token.value):
                if read:
                    parts.append(piece)
                else:
                    yield from told()
                    yield Token(line, TOKEN_DATA, piece)
        elif token.type in ENDS:
            expression = tuple(_expression(token, stream, translate))
            if token.type == TOKEN_VARIABLE_BEGIN and markup.way:
                expression = tuple(_through(markup.way, expression))
            elif (name := _title(expression)) is not None:
                markup.tag = name
            if token.type == TOKEN_VARIABLE_BEGIN and markup.read:
                parts.append(expression)
            else:
                yield from told()
                yield from expression
        else:
            yield from told()
            yield token
    yield from told()


def _expression(first: Token, stream: Iterator[Token], translate: Translate) -> Iterator[Token]:
    """Give an expression to its end, with the words written in it."""
    end = ENDS[first.type]
    yield first
    for token in stream:
        said = token.type == TOKEN_STRING and VIETNAMESE.search(token.value)
        yield Token(token.lineno, token.type, _said(token.value, translate)) if said else token
        if token.type == end:
            return
    raise TemplateSyntaxError("an expression without an end", first.lineno)


def _through(name: str, expression: tuple[Token, ...]) -> Iterator[Token]:
    """Give an expression whose value goes through a filter."""
    first, *inner, last = expression
    yield first
    yield Token(first.lineno, TOKEN_LPAREN, "(")
    yield from inner
    yield Token(first.lineno, TOKEN_RPAREN, ")")
    yield Token(first.lineno, TOKEN_PIPE, "|")
    yield Token(first.lineno, TOKEN_NAME, name)
    yield last


def _title(expression: tuple[Token, ...]) -> str | None:
    """Name the element that a template's block goes into: its title has no markup, whatever comes behind has."""
    words = [token.value for token in expression if token.type == TOKEN_NAME]
    if words[:2] == ["block", "title"]:
        return "title"
    return "" if words[:1] == ["endblock"] else None


class Rewritten(Extension):
    """Compiles templates in another language; a child says which."""

    def translate(self, message: str) -> str:
        """Give a phrase in the other language."""
        raise NotImplementedError

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Write the words of one template."""
        return rewritten(stream, self.translate)


def phrases(environment: Environment, source: str) -> set[str]:
    """Name every phrase of a template."""
    found: set[str] = set()

    def note(message: str) -> str:
        found.add(message)
        return message

    for _ in rewritten(environment._tokenize(source, None), note):  # noqa: SLF001  # the one way to a template's tokens
        pass
    return found
