"""A seeded economy of any size, written as the CSV files a user would load."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ANCHOR = "C0000000"


def write_world(folder: Path, relations: int, seed: int = 7) -> tuple[Path, Path]:
    """
    Companies and goods relations with hubs, a third as many companies as relations.

    Both ends of a relation are drawn with a heavy tail, so that a few companies have thousands of partners. The anchor
    is a typical core client with 150 suppliers and 100 buyers at every size.
    """
    pick = np.random.default_rng(seed)
    companies = max(relations // 3, 400)
    folder.mkdir(parents=True, exist_ok=True)
    ends = (pick.pareto(1.2, size=(2, relations)) * companies / 200).astype(np.int64) % companies
    spread = pick.permutation(companies)
    source, target = spread[ends[0]], ends[1]
    source[:150], target[:150] = pick.choice(np.arange(1, companies), 150, replace=False), 0
    source[150:250], target[150:250] = 0, pick.choice(np.arange(1, companies), 100, replace=False)
    keep = source != target
    source, target = source[keep], target[keep]
    amount = np.round(10 ** pick.uniform(4, 8, len(source)))
    day = pick.integers(0, 900, len(source))
    dates = np.datetime64("2024-01-01") + day
    files = folder / "companies.csv", folder / "relations.csv"
    with files[0].open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "region", "industry_code", "employees", "revenue", "is_client"])
        regions = ("江苏省苏州市", "浙江省杭州市", "广东省深圳市", "山东省青岛市")
        staff, money = np.exp(pick.normal(5, 1.5, companies)).astype(int) + 1, np.exp(pick.normal(18, 1.5, companies))
        for number in range(companies):
            writer.writerow(
                [
                    f"C{number:07d}",
                    f"第{number:07d}号电气有限公司",
                    regions[number % 4],
                    f"C{30 + number % 13}",
                    staff[number],
                    int(money[number]),
                    "是" if number % 10 == 0 else "",
                ]
            )
    with files[1].open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "target", "kind", "amount", "as_of"])
        writer.writerows(
            (f"C{left:07d}", f"C{right:07d}", "supplies", int(value), str(date))
            for left, right, value, date in zip(source.tolist(), target.tolist(), amount.tolist(), dates, strict=True)
        )
    return files
