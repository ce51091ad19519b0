"""Makes `directory/areas/towns.csv`: the towns people name, their middles and their councils.

    PYTHONPATH=src python -m benchmarks.towns ODS_FOLDER GAZETTEER_FOLDER > towns.csv

ODS_FOLDER holds `epraccur.csv.gz` and `egdpprac.csv.gz` as the NHS Organisation Data Service
publishes them (GP and dental practices of England), GAZETTEER_FOLDER a built table of postcodes
(`wayfinder serve` makes one).

A town's sites are the practices, open or closed, whose address has the town on a line of its own;
its middle is the median of their postcodes' positions. Its councils are the commonest of them and
any other of at least one site in `ONE_IN` that names no village beside the town: a practice at
"Bassingbourn, Royston" says where Bassingbourn is, one at "38 Bridlington Road, Watford" that
somebody who lives in Watford may be under another council than Watford's.
A district's middle is the mean position of its postcodes.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaType
from wayfinder.location.postcode_table import MICRO, NO_POSITION, PostcodeTable
from wayfinder.location.towns import COLUMNS

DIRECTORY = Path(__file__).parents[1] / "directory"
ODS_AS_OF, ONSPD_AS_OF = "2024", "2025-11"
ONE_IN = 20
FEWEST_SITES = 2
FAR_OFF_DEG = 0.15
"""A site this many degrees from the others has a wrong postcode or a namesake's address."""

ADDRESS, POSTCODE = slice(4, 9), 9
FILES = ("epraccur.csv.gz", "egdpprac.csv.gz")

TOWNS = {
    # Hertfordshire
    "Abbots Langley": "",
    "Baldock": "",
    "Berkhamsted": "Berkhampstead; Berko",
    "Bishop's Stortford": "Bishops Stortford; Bishop Stortford; Stortford",
    "Borehamwood": "Boreham Wood",
    "Bovingdon": "",
    "Broxbourne": "",
    "Buntingford": "",
    "Bushey": "",
    "Cheshunt": "",
    "Chorleywood": "",
    "Croxley Green": "Croxley",
    "Cuffley": "",
    "Elstree": "",
    "Goffs Oak": "",
    "Harpenden": "",
    "Hatfield": "",
    "Hemel Hempstead": "Hemel",
    "Hertford": "",
    "Hitchin": "",
    "Hoddesdon": "",
    "Kings Langley": "",
    "Knebworth": "",
    "Letchworth": "Letchworth Garden City",
    "London Colney": "",
    "Markyate": "",
    "Much Hadham": "",
    "Potters Bar": "",
    "Puckeridge": "",
    "Radlett": "",
    "Redbourn": "",
    "Rickmansworth": "",
    "Royston": "",
    "St Albans": "St. Albans; St.Albans; Saint Albans",
    "Sawbridgeworth": "",
    "South Oxhey": "",
    "Standon": "",
    "Stanstead Abbotts": "",
    "Stevenage": "",
    "Tring": "",
    "Waltham Cross": "",
    "Ware": "",
    "Watford": "",
    "Welwyn": "",
    "Welwyn Garden City": "WGC",
    "Wheathampstead": "",
    # West Essex
    "Buckhurst Hill": "",
    "Chigwell": "",
    "Chipping Ongar": "Ongar",
    "Epping": "",
    "Great Dunmow": "Dunmow",
    "Harlow": "Old Harlow",
    "Loughton": "",
    "Nazeing": "",
    "North Weald": "North Weald Bassett",
    "Saffron Walden": "",
    "Stansted Mountfitchet": "Stansted",
    "Takeley": "",
    "Thaxted": "",
    "Theydon Bois": "",
    "Waltham Abbey": "",
    # Over the border, as people there name them
    "Amersham": "",
    "Arlesey": "",
    "Biggleswade": "",
    "Braintree": "",
    "Brentwood": "",
    "Chelmsford": "",
    "Chesham": "",
    "Dunstable": "",
    "Edgware": "",
    "Haverhill": "",
    "Leighton Buzzard": "",
    "Luton": "",
    "Melbourn": "",
    "Stotfold": "",
}

DISTRICTS = {
    "E07000096": "Dacorum",
    "E07000242": "East Hertfordshire; East Herts",
    "E07000098": "Hertsmere",
    "E07000099": "North Hertfordshire; North Herts",
    "E07000102": "Three Rivers",
    "E07000241": "Welwyn Hatfield",
    "E07000072": "Epping Forest",
    "E07000077": "Uttlesford",
    "E06000056": "Central Bedfordshire",
    "E07000012": "South Cambridgeshire; South Cambs",
    "E09000003": "Barnet",
    "E09000010": "Enfield",
    "E09000015": "Harrow",
    "E09000017": "Hillingdon",
    "E09000026": "Redbridge",
    "E09000031": "Waltham Forest",
}
"""Names of councils that are a place people say they live in; a town's own name is not repeated."""

COUNTIES = frozenset(
    """HERTFORDSHIRE HERTS ESSEX MIDDLESEX CAMBRIDGESHIRE BEDFORDSHIRE BEDS BUCKINGHAMSHIRE BUCKS
    SUFFOLK""".split()
)
STREET = re.compile(
    r"\d|\b(ROAD|STREET|LANE|AVENUE|WAY|DRIVE|CLOSE|PARADE|HILL|SQUARE|RISE|PLACE|CRESCENT|WALK"
    r"|CENTRE|HOUSE|HOSPITAL|SURGERY|PRACTICE|PARK|COURT|CLINIC)\b"
)


class Site(NamedTuple):
    """Degrees, the code of the council, and whether its address names two places."""

    lat_deg: float
    lon_deg: float
    council: str
    in_village: bool


def main(ods: Path, gazetteer: Path) -> None:
    """Writes the file to stdout."""
    areas = Areas.load(DIRECTORY / "areas")
    open_gazetteer = Gazetteer.open(gazetteer, areas)
    sites = _sites(ods, open_gazetteer)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(_town_rows(sites, open_gazetteer.source)))
    writer.writerows(sorted(_district_rows(PostcodeTable.open(gazetteer))))


def _sites(ods: Path, gazetteer: Gazetteer) -> dict[str, set[Site]]:
    """The sites by each line of their addresses, as `_key` has it; a postcode counts once."""
    by_line: dict[str, set[Site]] = defaultdict(set)
    for name in FILES:
        with gzip.open(ods / name, "rt", encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if site := _site(row, gazetteer):
                    for line in row[ADDRESS]:
                        by_line[_key(line)].add(site)
    return by_line


def _site(row: Sequence[str], gazetteer: Gazetteer) -> Site | None:
    point = gazetteer.point(row[POSTCODE])
    if point is None:
        return None
    areas = gazetteer.locate(row[POSTCODE]).areas
    council = next(ref.code for ref in areas if ref.type is AreaType.DISTRICT)
    return Site(*point, council, _places_named(row[ADDRESS][1:]) > 1)


def _places_named(lines: Iterable[str]) -> int:
    parts = (_key(part) for line in lines for part in line.split(","))
    return len(
        {part for part in parts if part and part not in COUNTIES and not STREET.search(part)}
    )


def _town_rows(by_line: dict[str, set[Site]], gazetteer: str) -> Iterator[tuple[object, ...]]:
    source = f"NHS ODS practices' addresses; positions {gazetteer}"
    for name, aliases in TOWNS.items():
        keys = {_key(each) for each in (name, *aliases.split(";")) if each}
        sites = _near_each_other(set().union(*(by_line.get(key, set()) for key in keys)))
        if len(sites) < FEWEST_SITES:
            print(f"{name}: only {len(sites)} sites, left out", file=sys.stderr)
            continue
        lat_deg, lon_deg = np.median([site[:2] for site in sites], axis=0)
        councils = _councils(sites)
        at = (f"{lat_deg:.4f}", f"{lon_deg:.4f}")
        yield name, "town", " ".join(councils), *at, aliases, len(sites), source, ODS_AS_OF


def _near_each_other(sites: Iterable[Site]) -> list[Site]:
    found = sorted(sites)
    if not found:
        return []
    middle = np.median([site[:2] for site in found], axis=0)
    return [site for site in found if np.abs(np.array(site[:2]) - middle).max() < FAR_OFF_DEG]


def _councils(sites: list[Site]) -> list[str]:
    commonest = Counter(site.council for site in sites).most_common(1)[0][0]
    others = Counter(s.council for s in sites if s.council != commonest and not s.in_village)
    return [commonest, *(code for code, n in others.most_common() if n * ONE_IN >= len(sites))]


def _district_rows(table: PostcodeTable) -> Iterator[tuple[object, ...]]:
    source = f"positions of its postcodes, {table.manifest.source}"
    for code, names in DISTRICTS.items():
        name, _, aliases = names.partition("; ")
        sets = [n for n, held in enumerate(table.manifest.area_sets) if code in held]
        positions = table.positions[np.isin(table.area_sets, sets)]
        placed = positions[positions[:, 0] != NO_POSITION]
        at = tuple(f"{degrees:.4f}" for degrees in placed.mean(axis=0) / MICRO)
        yield name, "district", code, *at, aliases, len(placed), source, ONSPD_AS_OF


def _key(line: str) -> str:
    return " ".join(line.upper().replace("ST.", "ST ").replace("'", "").split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
