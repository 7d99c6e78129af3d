"""PCG64 and its seeding written out in whole numbers, after their published definitions; no array library.

Generator: M. E. O'Neill, PCG (2014), 128-bit state, output XSL-RR. Seeding: the hash of entropy words that NumPy
documents for SeedSequence, after O'Neill's seed_seq_fe.
"""

from collections.abc import Iterator

_WORD, _DOUBLE, _STATE = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def raw_numbers(words: list[int]) -> Iterator[int]:
    """The 64-bit numbers of the generator seeded with 32-bit words."""
    numbers = _seed_state(words)
    start, stream = numbers[0] << 64 | numbers[1], numbers[2] << 64 | numbers[3]
    step = (stream << 1 | 1) & _STATE
    state = ((step + start) * _MULTIPLIER + step) & _STATE
    while True:
        state = (state * _MULTIPLIER + step) & _STATE
        mixed, turn = (state >> 64 ^ state) & _DOUBLE, state >> 122
        yield (mixed >> turn | mixed << (-turn & 63)) & _DOUBLE


def _seed_state(words: list[int]) -> list[int]:
    constant = 0x43B0D7E5

    def hashed(value: int) -> int:
        nonlocal constant
        value = (value ^ constant) & _WORD
        constant = constant * 0x931E8875 & _WORD
        value = value * constant & _WORD
        return value ^ value >> 16

    def mixed(left: int, right: int) -> int:
        value = (0xCA01F9DD * left - 0x4973F715 * right) & _WORD
        return value ^ value >> 16

    pool = [hashed(words[place] if place < len(words) else 0) for place in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    for word in words[4:]:
        pool = [mixed(value, hashed(word)) for value in pool]
    return _generated(pool)


def _generated(pool: list[int]) -> list[int]:
    constant = 0x8B51F9DD
    halves = []
    for place in range(8):
        value = pool[place % 4] ^ constant
        constant = constant * 0x58F38DED & _WORD
        value = value * constant & _WORD
        halves.append(value ^ value >> 16)
    return [low | high << 32 for low, high in zip(halves[::2], halves[1::2], strict=True)]
