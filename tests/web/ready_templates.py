"""Templates that are compiled once for all sites of a run: each site of a test is a new one."""

from types import CodeType
from weakref import WeakKeyDictionary

from babel.support import NullTranslations
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache


class ReadyTemplates(BytecodeCache):
    """What templates were compiled into, by their names, their texts and the sentences in them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}
        self._marks: WeakKeyDictionary[NullTranslations, int] = WeakKeyDictionary()

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """A bucket for each language: its sentences are in the code (`web/spoken.py`)."""
        bucket = super().get_bucket(environment, name, filename, source)
        bucket.key += f" {self._mark(getattr(environment, 'spoken', None))}"
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code

    def _mark(self, spoken: NullTranslations | None) -> int | None:
        """What tells a catalogue from others, however often it is read anew."""
        if spoken is None:
            return None
        if spoken not in self._marks:
            said = getattr(spoken, "_catalog", {})
            self._marks[spoken] = hash(frozenset(said.items()))
        return self._marks[spoken]
