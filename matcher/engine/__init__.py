"""ARITHMETIC: problem arrays → candidates → assignment → certificate, explained and priced.

A round is `solve`: `problem` makes the arrays, `candidates` the first pairs, `auction` a first
answer, `repair` the optimum on them, `pricing` the proof, `ties` the order of ids: see
docs/objective.md. `explain`, `values` and `what_if` say of an answer why it is so, and what
would change it.

Beside it stand two others: `live_index` and `live_*`, who is nearest to one need now; and `routes`
and `routes_*`, a day's delivery runs (docs/runs.md). `rules` is the fast twin of
`matcher.domain.eligibility` for rounds, `live_search` for the live index; tests hold them equal.
"""
