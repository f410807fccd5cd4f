"""What each cell of a table is told, so that its row can be a card."""

from web.cards import as_cards

HEAD = (
    '<thead><tr><th scope="col">Who</th><th scope="col" class="a"><b>How many</b></th></tr></thead>'
)


def test_a_cell_says_the_heading_above_it_and_the_head_stays_as_it_was():
    table = as_cards(f'{HEAD}<tbody><tr class="b"><th scope="row">Val</th><td>3</td></tr></tbody>')
    assert table == (
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Who</th>'
        '<th role="columnheader" scope="col" class="a"><b>How many</b></th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row" class="b">'
        '<th role="rowheader" data-label="Who" scope="row">Val</th>'
        '<td role="cell" data-label="How many">3</td></tr></tbody>'
    )


def test_what_stands_for_several_columns_and_what_has_no_heading_says_nothing():
    head = '<thead><tr><th scope="col"></th><th scope="col">Why</th></tr></thead>'
    table = as_cards(f'{head}<tr><td colspan="2">None</td></tr><tr><td>1</td><td>2</td></tr>')
    assert table.count("data-label") == 1
    assert '<td role="cell">1</td><td role="cell" data-label="Why">2</td>' in table


def test_what_people_wrote_stays_escaped():
    head = '<thead><tr><th scope="col">&lt;td&gt; &#34;x&#34; &amp; y</th></tr></thead>'
    table = as_cards(f"{head}<tr><td>&lt;td&gt;</td></tr>")
    assert 'data-label="&lt;td&gt; &#34;x&#34; &amp; y"' in table
    assert "&lt;td&gt;</td>" in table
