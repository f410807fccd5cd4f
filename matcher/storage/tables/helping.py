"""Which charities a volunteer helps, besides the one that brought them."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Id, Moment


class HelpingRow(Base):
    """A volunteer lets one more charity see who they are; `drives` says that they drive for it."""

    __tablename__ = "helping"
    __table_args__ = (Index(None, "charity_id"),)

    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    drives: Mapped[bool] = mapped_column(default=False)
    since: Mapped[Moment]
