"""What industry codes are called: sections and divisions of GB/T 4754-2017, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from chainprospect.resources import reference

_ENGLISH: Final = """\
A Agriculture, forestry, animal husbandry and fishery
01 Farming
02 Forestry
03 Animal husbandry
04 Fishery
05 Services to farming, forestry, husbandry and fishery
B Mining
06 Coal mining and washing
07 Oil and natural gas extraction
08 Ferrous metal ore mining
09 Non-ferrous metal ore mining
10 Non-metallic mineral mining
11 Mining services
12 Other mining
C Manufacturing
13 Processing of farm products
14 Food manufacturing
15 Liquor, beverages and refined tea
16 Tobacco products
17 Textiles
18 Clothing and apparel
19 Leather, fur, feather products and footwear
20 Wood, bamboo, rattan and straw products
21 Furniture
22 Paper and paper products
23 Printing and reproduction of recorded media
24 Stationery, arts, sports and entertainment goods
25 Petroleum, coal and other fuel processing
26 Chemical raw materials and chemical products
27 Pharmaceuticals
28 Chemical fibres
29 Rubber and plastic products
30 Non-metallic mineral products
31 Smelting and rolling of ferrous metals
32 Smelting and rolling of non-ferrous metals
33 Metal products
34 General-purpose machinery
35 Special-purpose machinery
36 Motor vehicles
37 Railway, ship, aerospace and other transport equipment
38 Electrical machinery and equipment
39 Computers, communication and other electronic equipment
40 Instruments and meters
41 Other manufacturing
42 Recycling of waste resources
43 Repair of metal products, machinery and equipment
D Supply of electricity, heat, gas and water
44 Electricity and heat
45 Gas
46 Water
E Construction
47 Building construction
48 Civil engineering
49 Building installation
50 Building decoration and other construction
F Wholesale and retail trade
51 Wholesale trade
52 Retail trade
G Transport, storage and post
53 Railway transport
54 Road transport
55 Water transport
56 Air transport
57 Pipeline transport
58 Multimodal transport and forwarding
59 Loading, moving and storage
60 Post
H Hotels and catering
61 Hotels
62 Catering
I Information transmission, software and IT services
63 Telecommunication, broadcasting and satellite transmission
64 Internet and related services
65 Software and IT services
J Finance
66 Monetary and financial services
67 Capital market services
68 Insurance
69 Other finance
K Real estate
70 Real estate
L Leasing and business services
71 Leasing
72 Business services
M Scientific research and technical services
73 Research and experimental development
74 Professional technical services
75 Technology promotion and application
N Water, environment and public facilities
76 Water management
77 Ecology and environment
78 Public facilities
79 Land management
O Household services, repair and other services
80 Household services
81 Repair of vehicles, electronics and daily goods
82 Other services
P Education
83 Education
Q Health and social work
84 Health
85 Social work
R Culture, sports and entertainment
86 News and publishing
87 Radio, television, film and recording
88 Culture and arts
89 Sports
90 Entertainment
S Public administration, social security and social organisations
91 Communist Party organs
92 State institutions
93 Consultative conference and democratic parties
94 Social security
95 Mass and social organisations
96 Grass-roots self-governing organisations
T International organisations
97 International organisations
"""


def industry_names(lang: str) -> Mapping[str, str]:
    """Names of the sections by letter and of the divisions by two digits, in `zh` or `en`."""
    if lang == "en":
        return MappingProxyType({code: name for code, _, name in (row.partition(" ") for row in _ENGLISH.splitlines())})
    table = reference("gbt4754_2017_divisions.csv")
    names: dict[str, str] = {}
    for line in table.splitlines()[1:]:
        section, section_name, division, division_name = line.split(",")[:4]
        names[section], names[division] = section_name, division_name
    return MappingProxyType(names)


def industry_name(code: str | None, text: str | None, names: Mapping[str, str]) -> str | None:
    """A company's own word for its industry, else what its code's division or section is called."""
    if text or not code:
        return text or None
    letter = code[0] if code[0].isalpha() else ""
    return names.get(code[len(letter) :][:2]) or names.get(letter.upper())
