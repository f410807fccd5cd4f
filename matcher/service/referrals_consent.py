"""A resident says on a page of their own whether their need may be handed on, and takes it back.

They read to whom it would go, what is seen there, and until when they can answer. Nothing is handed
on before their yes, and silence is a no.
"""

from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.referrals import (
    SHARED,
    ConsentBy,
    ConsentSaid,
    ReferralReason,
    ReferralState,
    SharedPart,
    answer_by,
    shared_but,
)
from matcher.domain.refusals import Conflict
from matcher.domain.urgency import Urgency
from matcher.messages.letters.charities import CharityAnswered
from matcher.messages.letters.contents import Help, Link
from matcher.messages.letters.needs import MayWeHandOn
from matcher.service.acting import Act
from matcher.service.charities_letters import HANDED_ON, News, page_of, tell_charity
from matcher.service.desk import Desk
from matcher.service.follow_ups import tell
from matcher.service.referrals import give_way_back, stop_offering
from matcher.service.referrals_notes import notes_of
from matcher.service.referrals_offering import OFFERED_ALREADY, offer, own_need, require_able
from matcher.storage.ids import new_id
from matcher.storage.reading.consent import is_on_offer, latest_question, live_referral
from matcher.storage.tables import ConsentQuestionRow, NeedRow
from matcher.storage.writing.links import Subject
from matcher.storage.writing.one_row import add_row

ASKED_ALREADY = "The resident is being asked already: wait for their answer."
OVER = "This question is over: nothing was handed on, and nothing is."
NOTHING_TO_TAKE_BACK = "Nothing is handed on that could come back."
PAGE = "n"


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What a resident reads: a question that is open, or how that stands to which they said yes.

    `state` is None while they are asked; `notes` are their own then, which may stay behind.
    """

    question_id: str | None
    from_name: str
    to: str
    to_slug: str
    shared: frozenset[str]
    deadline: datetime | None
    state: ReferralState | None
    notes: str = field(default="", repr=False)


def ask_resident(act: Act, desk: Desk, need_id: str, to_id: str) -> str:
    """Ask a resident whether their need may go to another charity; return the question's id."""
    need = own_need(act, desk, need_id)
    require_able(act, need, to_id)
    if is_on_offer(act.store, need_id):
        raise Conflict(OFFERED_ALREADY)
    _let_lapse(act, need_id)
    question_id, deadline = new_id(), answer_by(need.urgency, act.now)
    said = {
        "id": question_id,
        "need_id": need_id,
        "from_id": need.charity_id,
        "to_id": to_id,
        "shared": SHARED,
        "asked_by": act.by,
        "asked_at": act.now,
        "deadline": deadline,
    }
    if not add_row(act.store, ConsentQuestionRow, said, skip_known=True):
        raise Conflict(ASKED_ALREADY)
    _write(act, need, question_id, deadline)
    act.note("asked_consent", "need", need_id, person_id=need.person_id, charity=to_id)
    return question_id


def handing_on(act: Act, need_id: str) -> HandingOn | None:
    """What a resident may answer or take back now; None for nearly all."""
    question = latest_question(act.store, need_id)
    if question is not None and question.said is None and act.now < question.deadline:
        return HandingOn(
            question.id,
            question.from_name,
            question.to,
            question.to_slug,
            question.shared,
            question.deadline,
            None,
            notes_of(act, need_id),
        )
    live = live_referral(act.store, need_id)
    if live is None:
        return None
    return HandingOn(
        None, live.from_name, live.to, live.to_slug, live.shared, live.deadline, live.state
    )


def say_consent(
    act: Act,
    need_id: str,
    question_id: str,
    *,
    yes: bool,
    left_out: frozenset[SharedPart] = frozenset(),
) -> None:
    """The resident's word; with a yes the need is offered at once, and both charities are told."""
    need = act.store.get_one(NeedRow, need_id, with_for_update=True)
    row = act.store.get(ConsentQuestionRow, question_id, with_for_update=True)
    if row is None or row.need_id != need_id or row.said is not None or row.deadline <= act.now:
        raise Conflict(OVER)
    if need.charity_id != row.from_id or need.status is NeedStatus.CLOSED:
        raise Conflict(OVER)
    row.said, row.said_at = ConsentSaid.YES if yes else ConsentSaid.NO, act.now
    act.store.flush()
    letter = CharityAnswered(page_of(HANDED_ON, row.from_id))
    answered = News(row.from_id, letter, f"{row.id}:{row.said}")
    if yes:
        require_able(act, need, row.to_id)
        in_writing, by = ConsentBy.IN_WRITING, row.asked_by
        row.shared = shared_but(left_out)
        offer(act, need, row.to_id, in_writing, answered, asked_by=by, left_out=left_out)
    else:
        act.note("refused_consent", "need", need_id, person_id=need.person_id)
        tell_charity(act, need, answered)


def take_consent_back(act: Act, need_id: str) -> None:
    """The way back: what is offered is offered no longer, what was taken goes back."""
    need = act.store.get_one(NeedRow, need_id, with_for_update=True)
    live = live_referral(act.store, need_id)
    if live is None or need.status is NeedStatus.CLOSED:
        raise Conflict(NOTHING_TO_TAKE_BACK)
    question = latest_question(act.store, need_id)
    if question is not None and question.said is ConsentSaid.YES:
        row = act.store.get_one(ConsentQuestionRow, question.id)
        row.said, row.said_at = ConsentSaid.TAKEN_BACK, act.now
        act.store.flush()
    act.note("took_consent_back", "need", need_id, person_id=need.person_id)
    if live.state is ReferralState.OFFERED:
        stop_offering(act, live.id, need)
    else:
        letter = CharityAnswered(page_of(HANDED_ON, str(live.to_id)))
        gone = News(str(live.to_id), letter, f"{live.id}:gone")
        give_way_back(act, live.id, need, ReferralReason.RESIDENT_WANTS_US_NOT, gone)


def _let_lapse(act: Act, need_id: str) -> None:
    """Silence was a no: a question whose time is over makes room for another."""
    open_ones = act.store.query(ConsentQuestionRow).filter_by(need_id=need_id, said=None)
    for row in open_ones.filter(ConsentQuestionRow.deadline <= act.now):
        row.said, row.said_at = ConsentSaid.LAPSED, act.now
    act.store.flush()


def _write(act: Act, need: NeedRow, question_id: str, deadline: datetime) -> None:
    def letter(link: Link) -> MayWeHandOn:
        return MayWeHandOn(link, Help(need.category, need.borough), deadline)

    tell(
        act,
        letter,
        PAGE,
        LinkPurpose.NEED,
        Subject(need_id=need.id),
        person_id=need.person_id,
        key=f"{MayWeHandOn.KIND}:{question_id}",
        need_id=need.id,
        urgent=need.urgency is Urgency.URGENT,
        drop_after=deadline,
    )
