"""Primary rules by hand; patterns that no outsider with linear programming can undo; patterns that one can."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.methodology.disclosure import (
    Contributors,
    ProtectionRules,
    Sensitivity,
    SuppressionReason,
    presumed_sensitivity,
    sensitivity,
)
from assessment.methodology.disclosure_bounds import Bounds, bounds_of, decimal_of, is_protected
from assessment.methodology.disclosure_suppression import suppress
from assessment.methodology.disclosure_table import LinkedTable, Relation, TableCell, TableContradictsItself
from tests.methodology.disclosure_attacker import attack, breaks, seen_by
from tests.methodology.disclosure_situations import filed_by_rows, one_item, random_table, small_table

D = Decimal
R = SuppressionReason


def contributors(*amounts: int) -> Contributors:
    return Contributors(len(amounts), tuple(D(amount) for amount in amounts))


def test_two_contributors_are_too_few_whatever_they_contribute() -> None:
    assert sensitivity(D(100), Contributors(2)) == Sensitivity(R.FEW_CONTRIBUTORS, D(10))
    assert sensitivity(D(100), Contributors(1)) == Sensitivity(R.FEW_CONTRIBUTORS, D(10), sole=True)
    assert sensitivity(D(100), Contributors(3)) is None


def test_two_that_hold_more_than_85_percent_dominate() -> None:
    """90 > 85: 100 / 85 · 90 − 100 = 5.88 of room. 85 of 100 is not more than 85."""
    found = sensitivity(D(100), contributors(60, 30, 10))
    assert found is not None
    assert (found.reason, round(found.room, 2)) == (R.DOMINANCE, D("5.88"))
    assert sensitivity(D(100), contributors(45, 40, 15)) is None


def test_the_second_may_not_estimate_the_first_to_p_percent() -> None:
    """50, 30 and 4 others of 1: 4 < 5 = 10 % of 50. With k = 96 nothing dominates, so p % names it."""
    rules = ProtectionRules(dominance_percent=D(96))
    found = sensitivity(D(84), contributors(50, 30, 1, 1, 1, 1), rules)
    assert found == Sensitivity(R.P_PERCENT, D(1))
    assert sensitivity(D(90), contributors(50, 30, 5, 5), rules) is None


def test_losses_weigh_by_their_size_and_related_amounts_in_proportion() -> None:
    assert sensitivity(D(-20), contributors(-60, 30, 10)) is not None
    found = sensitivity(D(10), contributors(60, 30, 10))
    assert found is not None
    assert found.room == D(1), "0.588 in proportion, and never less than 1"


def test_a_cell_without_contributors_is_a_zero_everybody_knows() -> None:
    assert sensitivity(D(0), Contributors(0)) is None
    assert sensitivity(D(0), Contributors(2, (D(0), D(0)))) == Sensitivity(R.FEW_CONTRIBUTORS, D(1))


def test_telecommunications_are_presumed_to_have_few() -> None:
    assert presumed_sensitivity(D(-500)) == Sensitivity(R.PRESUMED_FEW, D(50))


def test_the_cheapest_rectangle_covers_one_unsafe_cell() -> None:
    """A·x with C, whose x is the smallest: 5 + 45 + 30 is cheaper than 25 + 35 + 30, and 5 leaves room for 2."""
    pattern = suppress(small_table({"Ax": 2}))
    assert pattern.reasons == {
        "Ax": R.FEW_CONTRIBUTORS, "Ay": R.SECONDARY, "Cx": R.SECONDARY, "Cy": R.SECONDARY,
    } or set(pattern.reasons) == {"Ax", "Ay", "Bx", "By"}  # fmt: skip
    assert pattern.exposed == ()


def test_a_small_cell_that_cannot_give_way_is_no_cover() -> None:
    """Room 6: C·x of 5 cannot fall by 6, so that B comes in."""
    table = small_table({"Ax": 6})
    pattern = suppress(table)
    assert "Bx" in pattern.reasons
    assert not breaks(table, pattern.reasons, "Ax")


def test_the_only_contributor_of_a_cell_is_no_cover_for_another() -> None:
    """B·x has one contributor (room 1), who knows it; without it C·x and another row cover A·x."""
    pattern = suppress(small_table({"Ax": 2, "Bx": 1}))
    assert "Cx" in pattern.reasons


def test_what_must_stand_gives_a_cell_away_and_is_said_to() -> None:
    table = small_table({"Ax": 2}, stands=("Bx", "Cx", "x"))
    assert suppress(table).exposed == ("Ax",)


def test_a_cell_that_must_stand_is_never_withheld() -> None:
    table = small_table({"Ax": 2, "Bz": 2}, stands=("Bz", "A", "B", "C"))
    assert "Bz" not in suppress(table).reasons


def test_covers_that_later_ones_make_needless_are_published_again() -> None:
    tables = [random_table(seed) for seed in range(40)]
    table = next(one for one in tables if one.sensitive and not any("sole=True" in str(cell) for cell in one.sensitive))
    pattern = suppress(table)
    watched = [cell.key for cell in table.sensitive]
    for key in (key for key, reason in pattern.reasons.items() if reason is R.SECONDARY):
        without = {other for other in pattern.reasons if other != key}
        assert any(breaks(table, without, cell) for cell in watched), key


def test_the_range_of_a_withheld_cell_is_what_is_left_of_its_row() -> None:
    """20 + 30 + 50 = 100 with 20 and 30 withheld: between 0 and 50. A loss counts the other way."""
    cells = tuple(TableCell(key, D(value)) for key, value in (("a", 20), ("b", 30), ("c", 50), ("t", 100)))
    row = LinkedTable(cells, (Relation.total("t", "abc"),))
    assert bounds_of(row, {"a", "b"}, "a") == Bounds(Fraction(0), Fraction(50))
    cells = tuple(TableCell(key, D(value)) for key, value in (("a", -20), ("b", 30), ("t", 10)))
    loss = LinkedTable(cells, (Relation.total("t", "ab"),))
    assert bounds_of(loss, {"a", "b"}, "a") == Bounds(None, Fraction(0))
    assert decimal_of(Fraction(1, 8)) == D("0.125")


def test_protection_is_asked_on_both_sides_as_far_as_the_sign_goes() -> None:
    cell = TableCell("a", D(3), Sensitivity(R.P_PERCENT, D(5)))
    assert is_protected(cell, Bounds(Fraction(0), None))
    assert not is_protected(cell, Bounds(Fraction(1), None))
    assert not is_protected(cell, Bounds(None, Fraction(7)))
    assert is_protected(TableCell("b", D(3)), Bounds(Fraction(3), Fraction(3)))


def test_a_table_that_names_a_cell_twice_or_not_at_all_is_refused() -> None:
    with pytest.raises(TableContradictsItself):
        LinkedTable((TableCell("a", D(1)), TableCell("a", D(1))), ())
    with pytest.raises(TableContradictsItself):
        LinkedTable((TableCell("a", D(1)),), (Relation.total("a", "b"),))


BREAKABLE: dict[str, tuple[dict[str, int], set[str], tuple[Relation, ...], tuple[TableCell, ...]]] = {
    "one cell alone": ({"Ax": 2}, {"Ax"}, (), ()),
    "two in a row": ({"Ax": 2}, {"Ax", "Ay"}, (), ()),
    "two in a column": ({"Ax": 2}, {"Ax", "Bx"}, (), ()),
    "three corners of a rectangle": ({"Ax": 2}, {"Ax", "Ay", "Bx"}, (), ()),
    "the cell and its row total": ({"Ax": 2}, {"Ax", "A"}, (), ()),
    "the cell and its column total": ({"Ax": 2}, {"Ax", "x"}, (), ()),
    "the cell, its row total and the grand total": ({"Ax": 2}, {"Ax", "A", "all"}, (), ()),
    "a rectangle whose corner cannot give way": ({"Ax": 6}, {"Ax", "Ay", "Cx", "Cy"}, (), ()),
    "a rectangle, but a share of what is published": (
        {"Ax": 2}, {"Ax", "Ay", "Bx", "By"}, (Relation.ratio("Ax", "Az", D("0.4")),), (),
    ),
    "a rectangle, but growth over last year's figure": (
        {"Ax": 2}, {"Ax", "Ay", "Bx", "By"}, (Relation.ratio("Ax", "last", D("1.25")),), (TableCell("last", D(16)),),
    ),
    "a rectangle, but the sum of two cities in another table": (
        {"Ax": 2}, {"Ax", "Ay", "Cx", "Cy"}, (Relation.total("south", ["Ax", "Bx"]),), (TableCell("south", D(45)),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKABLE)
def test_the_attacker_breaks_what_is_breakable(name: str) -> None:
    """So that its failure on our patterns says something; the exact bounds agree with it."""
    rooms, withheld, relations, cells = BREAKABLE[name]
    table = small_table(rooms, *relations, cells=cells)
    assert breaks(table, withheld, "Ax")
    assert not is_protected(table.by_key["Ax"], bounds_of(table, withheld, "Ax"))
    ours = suppress(table)
    assert not breaks(table, ours.reasons, "Ax") or ours.exposed == ("Ax",)


def test_a_city_that_knows_its_own_figure_works_nothing_out() -> None:
    """100 + 50 + 500 + 900 = 1 550 with 100 unsafe (room 10): 50 covers it from outside, and its city would read it.

    So 500 stays inside as well, and the city of 50 is left with 0 to 600, the city of 500 with 0 to 150.
    """
    table = one_item({"a": 100, "b": 50, "c": 500, "d": 900}, {"a": 10})
    pattern = suppress(table)
    assert pattern.reasons == {"a": R.FEW_CONTRIBUTORS, "b": R.SECONDARY, "c": R.SECONDARY}
    assert pattern.exposed == ()
    assert bounds_of(table, {"a", "c"}, "a") == Bounds(Fraction(0), Fraction(600))
    assert bounds_of(table, {"a", "b"}, "a") == Bounds(Fraction(0), Fraction(150))


def test_one_of_two_cities_reads_the_other_out_of_a_total_that_stands_and_that_is_said() -> None:
    assert suppress(one_item({"a": 100, "b": 50}, {"a": 10})).exposed == ("a",)


def test_a_room_that_cannot_be_had_in_full_is_had_in_part_and_said() -> None:
    """100 with room 50 beside 900, 20 and 10: 900 covers it from outside; to the city of 900 only 30 can give way.

    So 20 and 10 stay inside, that city reads 0 to 130 instead of 100, and the figure is named.
    """
    table = one_item({"a": 100, "b": 900, "c": 20, "d": 10}, {"a": 50})
    pattern = suppress(table)
    assert pattern.exposed == ("a",)
    assert set(pattern.reasons) == {"a", "b", "c", "d"}
    assert not breaks(table, pattern.reasons, "a")
    assert bounds_of(table, {"a", "c", "d"}, "a") == Bounds(Fraction(0), Fraction(130))


def test_a_city_s_own_figure_is_no_secret_to_it() -> None:
    """Two unsafe cities and no other: each is left with the other alone, which it must not work out."""
    pattern = suppress(one_item({"a": 100, "b": 80, "c": 70}, {"a": 10, "b": 8}))
    assert set(pattern.reasons) == {"a", "b", "c"}
    assert pattern.exposed == ()


KNOWN_TO_A_CITY: dict[str, tuple[LinkedTable, set[str], str, str]] = {
    "the cover of a single figure": (
        one_item({"a": 100, "b": 50, "c": 500}, {"a": 10}), {"a", "b"}, "a", "b",
    ),
    "the other row of a rectangle": (
        filed_by_rows(small_table({"Ax": 2})), {"Ax", "Ay", "Cx", "Cy"}, "Ax", "C",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN_TO_A_CITY)
def test_a_pattern_that_holds_outside_is_broken_by_the_city_that_knows_its_cover(name: str) -> None:
    table, withheld, key, intruder = KNOWN_TO_A_CITY[name]
    assert not breaks(table, withheld, key)
    assert breaks(table, seen_by(table, withheld, intruder), key)
    assert not breaks(table, seen_by(table, suppress(table).reasons, intruder), key)


def attack_by_cities(seeds: range) -> int:
    """Each city, knowing its own row, attacks the unsafe cells of the others; what is given away must be said."""
    attacked = 0
    for seed in seeds:
        table = filed_by_rows(random_table(seed))
        pattern = suppress(table)
        for cell in table.sensitive:
            others = {one.known_to for one in table.cells} - {cell.known_to, ""}
            broken = [one for one in others if breaks(table, seen_by(table, pattern.reasons, one), cell.key)]
            assert bool(broken) <= (cell.key in pattern.exposed), (seed, cell)
            if cell.key in pattern.exposed:
                everything = {one.key for one in table.cells if not one.stands}
                assert any(breaks(table, seen_by(table, everything, one), cell.key) for one in others), (seed, cell)
            attacked += len(others)
    return attacked


@pytest.mark.no_cover
def test_no_city_narrows_a_withheld_cell_of_another() -> None:
    assert attack_by_cities(range(20)) > 150


@pytest.mark.no_cover
@pytest.mark.full
def test_no_city_narrows_a_withheld_cell_of_another_in_200_random_tables() -> None:
    assert attack_by_cities(range(200)) > 1_500


def attack_all(seeds: range) -> int:
    attacked = 0
    for seed in seeds:
        table = random_table(seed)
        pattern = suppress(table)
        assert pattern.exposed == (), seed
        for cell in table.sensitive:
            assert not breaks(table, pattern.reasons, cell.key), (seed, cell)
            attacked += 1
    return attacked


@pytest.mark.no_cover
def test_no_withheld_cell_of_random_tables_can_be_narrowed_into_its_room() -> None:
    assert attack_all(range(60)) > 150


@pytest.mark.no_cover
@pytest.mark.full
def test_no_withheld_cell_of_200_random_tables_can_be_narrowed_into_its_room() -> None:
    assert attack_all(range(200)) > 500


@pytest.mark.no_cover
def test_exact_bounds_are_those_of_highs() -> None:
    for seed in range(8):
        table = random_table(seed)
        withheld = suppress(table).reasons
        for cell in table.sensitive:
            exact, (low, high) = bounds_of(table, withheld, cell.key), attack(table, withheld, cell.key)
            assert float("-inf") if exact.lowest is None else abs(float(exact.lowest) - low) < 1e-5
            assert float("inf") if exact.highest is None else abs(float(exact.highest) - high) < 1e-5
