"""Products that a client uses already, as the table of products knows them, and what is left to offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chainprospect.model.bank import BankMeans, Product

NEEDS: Final = ("purchase", "sales", "cash", "financing", "wealth")
_MARKS: Final = re.compile(r"[（）()、，,/与和]|\band\b")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class ProductGap:
    """
    What a client uses of ours and what not.

    `held` and `open` are products in the table's order, `unmatched` texts that the table does not know, as loaded;
    `untouched` those of the five core needs that no product of ours serves yet.
    """

    held: tuple[Product, ...]
    unmatched: tuple[str, ...]
    open: tuple[Product, ...]
    untouched: tuple[str, ...]


def bank_products(products: Sequence[Product], means: BankMeans) -> tuple[Product, ...]:
    """Those products that the bank has: all, or those it names, without those it cannot do."""
    return tuple(
        each for each in products if (not means.products or each.id in means.products) and each.id not in means.cannot
    )


def product_gap(texts: Sequence[str], products: Sequence[Product]) -> ProductGap | None:
    """
    Which products a client uses, read from the texts it was loaded with, and which it does not; None without texts.

    A text means the product whose id or name, or a part of its name, it is, holds or stands in: of several the one
    with the longest part in common, then the first of the table.

    Parameters
    ----------
    texts
        As loaded.
    products
        Those that the bank has.
    """
    if not texts:
        return None
    meant = meant_products(texts, products)
    held = tuple(each for each in products if each in meant)
    return ProductGap(
        held,
        tuple(text for text, product in zip(texts, meant, strict=True) if product is None),
        tuple(each for each in products if each not in meant),
        tuple(need for need in NEEDS if not any(each.need == need for each in held)),
    )


def meant_products(texts: Sequence[str], products: Sequence[Product]) -> list[Product | None]:
    """The product that each text means, as `product_gap` reads it; None where the table knows none."""
    return [_meant(text, products) for text in texts]


def _meant(text: str, products: Sequence[Product]) -> Product | None:
    plain = _plain(text)
    best, found = 0, None
    for product in products:
        for name in (product.id, product.zh, product.en):
            for part in (_plain(piece) for piece in (name, *_MARKS.split(name))):
                common = len(part) if part in plain else len(plain) if plain in part else 0
                if common >= _SHORTEST and common > best:
                    best, found = common, product
    return found


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
