"""Templates that are compiled once for all sites of a run: each site of a test is a new one."""

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class ReadyTemplates(BytecodeCache):
    """What templates were compiled into, by their names and texts."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code
