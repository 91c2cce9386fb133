"""The tree of RFC 6962: its published roots, and the recursive definition for every small size."""

from events.envelope import leaf_hash
from events.store.tree import EMPTY_ROOT, Frontier, node_hash, peak_places, root_of
from tests.store.forging import naive

LEAVES = [
    bytes.fromhex(line)
    for line in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The roots over the first 0 to 8 of these leaves, as Certificate Transparency publishes them."""
SIZES = range(70)
HASHES = [leaf_hash(str(number).encode()) for number in SIZES]


def test_the_published_roots_come_out() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [root_of(hashes[:size]).hex() for size in range(9)] == ROOTS
    assert EMPTY_ROOT.hex() == ROOTS[0]


def test_a_leaf_and_a_node_of_the_same_bytes_have_different_hashes() -> None:
    left, right = HASHES[:2]
    assert node_hash(left, right) != leaf_hash(left + right)


def test_every_size_below_seventy_has_the_root_of_the_recursive_definition() -> None:
    frontier = Frontier()
    for size in SIZES:
        assert (frontier.size, frontier.root()) == (size, naive(HASHES[:size]))
        frontier.add(HASHES[size])


def test_every_node_is_made_once_and_where_it_belongs() -> None:
    frontier = Frontier()
    made = [node for leaf in HASHES for node in frontier.add(leaf)]
    complete = {
        (level, index): naive(HASHES[index << level : (index + 1) << level])
        for level in range(1, 7)
        for index in range(len(HASHES) >> level)
    }
    assert len(made) == len(complete)
    assert {(level, index): top for level, index, top in made} == complete


def test_a_frontier_rebuilt_from_its_peaks_goes_on_as_if_nothing_had_happened() -> None:
    nodes = {(0, index): leaf for index, leaf in enumerate(HASHES)}
    going = Frontier()
    for leaf in HASHES:
        nodes |= {(level, index): top for level, index, top in going.add(leaf)}
    for size in SIZES:
        rebuilt = Frontier(size, [(*place, nodes[place]) for place in peak_places(size)])
        assert rebuilt.root() == naive(HASHES[:size])
        for leaf in HASHES[size:]:
            rebuilt.add(leaf)
        assert rebuilt == going
