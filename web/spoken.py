"""Templates with their sentences in them: what is always the same in a language is looked up once.

A page says some forty sentences without a word put in, and Jinja asked for each of them each time:
a quarter of what a short page took. So a template becomes code once for each language, with these
sentences as plain text in it; those with words put in are found as ever (`web/catalogues.py`).
"""

from collections.abc import MutableMapping
from typing import Any

from babel.support import NullTranslations
from flask.templating import Environment
from flask_babel import get_locale
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from web.catalogues import filled, spoken_here


class SpokenTemplates(Environment):
    """Flask's templates, and beside them the same in each language that was asked for."""

    # The sentences that are in this code; none in what no language was asked for.
    spoken: NullTranslations | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_language: dict[str, SpokenTemplates] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates know. None of ours knows more, and a plain dict is quickly copied."""
        return super().make_globals(d) if d else self.globals

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        templates = self if self.spoken else self._in_the_language_of_the_page()
        return super(SpokenTemplates, templates)._load_template(name, globals)

    def _in_the_language_of_the_page(self) -> "SpokenTemplates":
        """Those of the language that is spoken; the common ones where nobody asks."""
        locale = get_locale()
        if locale is None:
            return self
        known = self._by_language.get(str(locale))
        if known is None:
            known = self.overlay()
            known.spoken = spoken_here(self.app)
            self._by_language[str(locale)] = known
        return known

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        if self.spoken is not None and escapes:
            source = _Saying(self.spoken).visit(source)
        return super()._generate(source, name, filename, defer_init)


class _Saying(NodeTransformer):
    """Puts what a language says into a template, wherever `_` is asked for nothing but that."""

    def __init__(self, spoken: NullTranslations) -> None:
        self._spoken = spoken

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802
        """`_('a sentence')` becomes the sentence; all other calls stay."""
        self.generic_visit(node, *args, **kwargs)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"),
                args=[nodes.Const(value=str(sentence))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return self._said(node, sentence)
        return node

    def _said(self, node: nodes.Call, sentence: str) -> nodes.Node:
        try:
            said = filled(Markup(self._spoken.ugettext(sentence)), {})
        except (KeyError, TypeError, ValueError):
            # It wants words: what says so is the page, not its code.
            return node
        return nodes.Const(said, lineno=node.lineno, environment=node.environment)
