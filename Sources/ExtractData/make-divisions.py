#!/usr/bin/env python3
"""Writes divisions.bin; run it in this folder: make-divisions.py FOLDER, where FOLDER holds

lex-divisions/  the statistics bureau's list (github.com/modood/Administrative-divisions-of-China,
                WTFPL): provinces.csv.gz, cities.csv.gz, areas.csv.gz, streets.csv.gz, HK-MO-TW.json.gz
lex-jionlp/     short forms and changes (github.com/dongrixinyu/JioNLP, Apache 2.0):
                china_location_to_town.txt.gz, china_location_change.txt.gz

Beside it stand national-zones.txt, former-divisions.txt and risky-divisions.txt, written by hand. The
result is committed, so that a build needs no Python. Little endian:

  u32 x 8   "KDV1", checksum of all that follows, divisions, upper ones (all but towns), words,
            units of all words, short forms, 0
  u16       for each division the number of the word that is its name
  u16       for each upper division its parent, which comes before it; 65535 for none
  u16       for each upper division the one that took its place, 65535 for none
  u16       for each upper division how many towns it has: the towns follow in this order
  u16       for each town its level << 12 and the last three digits of its code
  u16 u16   for each short form its word and its division, ordered
  u16       the UTF-16 units of the words, sorted by unit
  u32       for each upper division its code (0 for those without)
  u8        for each upper division its level
  u8        for each short form its kind: 1 short, 2 abbreviation
  u8        for each word its length, and 128 if it is risky

with 0 to 3 bytes of 0 between sections of different width and at the end.
"""

import csv
import gzip
import json
import pathlib
import re
import struct
import sys

PROVINCE, CITY, DISTRICT, COUNTY, ZONE, TOWN, SUBDISTRICT = range(7)
SHORT, ABBREVIATION, RISKY = 1, 2, 128
NONE = 0xFFFF
HERE = pathlib.Path(__file__).parent
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
ABBREVIATIONS = {
    "北京市": "京", "天津市": "津", "河北省": "冀", "山西省": "晋", "内蒙古自治区": "蒙",
    "辽宁省": "辽", "吉林省": "吉", "黑龙江省": "黑", "上海市": "沪申", "江苏省": "苏",
    "浙江省": "浙", "安徽省": "皖", "福建省": "闽", "江西省": "赣", "山东省": "鲁",
    "河南省": "豫", "湖北省": "鄂", "湖南省": "湘", "广东省": "粤", "广西壮族自治区": "桂",
    "海南省": "琼", "重庆市": "渝", "四川省": "川蜀", "贵州省": "黔贵", "云南省": "滇云",
    "西藏自治区": "藏", "陕西省": "陕秦", "甘肃省": "甘陇", "青海省": "青",
    "宁夏回族自治区": "宁", "新疆维吾尔自治区": "新", "香港特别行政区": "港",
    "澳门特别行政区": "澳", "台湾省": "台",
}
PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族"
    "|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族"
    "|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族"
    "|塔吉克族|塔吉克|怒族|乌孜别克族|乌孜别克|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族"
    "|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|蒙古|各族"
)
TOWN_ENDINGS = ("街道", "镇", "乡", "苏木")
# Rows of the bureau's list that name no town, and what it writes before the name of some.
NO_TOWN = re.compile(r"街道|.*(特殊|直属)(街道|乡镇)|.*(管委会|管理委员会|保税区|开发区|市场)街道|.*人民政府.*")
BEFORE_TOWN = re.compile(r"（.*）|四平市铁东区|扬州市生态科技新城|.*产业园-|(南阳|河南濮阳|郑州|白浪|阜阳|天津)?"
                         r"(高新区|工业园区|经济技术开发区东区|经济技术开发区|开发区)(?=.{2,}街道)")
# Words for a zone that do not say which one it is.
VAGUE = {
    "经开区", "高新区", "新区", "管理区", "产业园", "示范区", "保税区", "工业园", "物流区",
    "化工园区", "新城区", "临港区", "文旅区", "运河区", "市直辖", "省直辖",
}


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lines(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


class Divisions:
    """The upper divisions in order, with towns and short forms."""

    def __init__(self):
        self.upper = []  # (name, level, parent, code)
        self.successor = {}
        self.towns = {}  # number of the parent -> [(name, level, digits)]
        self.shorts = {}  # (short form, number) -> kind; for towns the number is a (parent, index)
        self.by_code = {}

    def add(self, name, level, parent=NONE, code=0):
        self.upper.append((name, level, parent, code))
        if code:
            self.by_code[code] = len(self.upper) - 1
        return len(self.upper) - 1

    def short(self, text, number, kind=SHORT):
        if text and text != self.name(number):
            self.shorts.setdefault((text, number), kind)

    def name(self, number):
        if isinstance(number, tuple):
            return self.towns[number[0]][number[1]][0]
        return self.upper[number][0]

    def find(self, name, parent=None):
        """The present one of that name or short form: the highest, under a parent if one is given."""
        found = [n for n, (full, _, _, _) in enumerate(self.upper) if full == name]
        found += [n for (text, n) in self.shorts if text == name and not isinstance(n, tuple)]
        if parent is not None:
            found = [n for n in found if self.upper[n][2] == parent]
        found = [n for n in found if n not in self.successor]
        return min(found, key=lambda n: (self.upper[n][1], n)) if found else None


def level_of_area(name, code):
    if 70 <= code % 100 < 81 and code // 100 % 100 < 90 and not re.fullmatch(r".{1,4}[县市]", name):
        return ZONE
    if name.endswith("市"):
        return CITY
    return DISTRICT if name.endswith("区") else COUNTY


def read_mainland(result, folder):
    for row in rows(folder / "provinces.csv.gz"):
        result.add(row["name"], PROVINCE, code=int(row["code"]) * 10000)
    for row in rows(folder / "cities.csv.gz"):
        code, province = int(row["code"]) * 100, result.by_code[int(row["provinceCode"]) * 10000]
        if row["name"] in PLACEHOLDERS:
            result.by_code[code] = province
        else:
            result.add(row["name"], CITY, province, code)
    for row in rows(folder / "areas.csv.gz"):
        code, city = int(row["code"]), result.by_code[int(row["cityCode"]) * 100]
        if row["name"] == result.upper[city][0]:
            result.by_code[code] = city  # a city without counties
        else:
            result.add(row["name"], level_of_area(row["name"], code), city, code)


def read_rest(result, folder):
    with gzip.open(folder / "HK-MO-TW.json.gz", "rt", encoding="utf-8") as file:
        tree = json.load(file)
    codes = {"台湾省": 710000, "香港特别行政区": 810000, "澳门特别行政区": 820000}
    for province, cities in tree.items():
        top = result.add(province, PROVINCE, code=codes[province])
        for city, areas in cities.items():
            parent = top
            if province == "台湾省":
                parent = result.add(city, CITY if city.endswith("市") else COUNTY, top)
            for area in areas:
                name = area.split("（")[0]
                if province != "台湾省":
                    result.add(name, DISTRICT, parent)
                elif name.endswith(("镇", "乡")):
                    result.towns.setdefault(parent, []).append((name, TOWN, 0))
                else:
                    result.add(name, CITY if name.endswith("市") else DISTRICT, parent)


def read_towns(result, folder):
    for row in rows(folder / "streets.csv.gz"):
        parent, digits = result.by_code[int(row["areaCode"])], int(row["code"]) % 1000
        name = BEFORE_TOWN.sub("", row["name"])
        if name.endswith(TOWN_ENDINGS) and not NO_TOWN.fullmatch(name):
            level = SUBDISTRICT if name.endswith("街道") else TOWN
            result.towns.setdefault(parent, []).append((name, level, digits))
    for parent, towns in result.towns.items():
        for index, (name, _, _) in enumerate(towns):
            bare = re.fullmatch(f"(.{{2,}}?)(?:{PEOPLES}|少数民族|民族)+([乡镇])", name)
            if bare:
                result.short(bare[1] + bare[2], (parent, index))


def stem(name):
    """A name without its kind: 朝阳 for 朝阳区, 大理 for 大理白族自治州; None if one character is left."""
    for ending in ("维吾尔自治区", "特别行政区", "行政委员会"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    bare = re.fullmatch(f"(.{{2,}}?)(?:{PEOPLES}|族)*(自治[区州县旗])", name)
    if bare:
        return bare[1]
    bare = re.fullmatch(r"(.{2,}?)(回族区|达斡尔族区|新区|矿区|林区|地区|[省市区县盟旗])", name)
    return bare[1] if bare else None


def make_shorts(result):
    for number, (name, level, parent, _) in enumerate(result.upper):
        if level == ZONE:
            make_zone_shorts(result, number, name)
            continue
        result.short(stem(name), number)
        kind = re.search("自治([州县旗])$", name)
        if kind and stem(name):
            result.short(stem(name) + kind[1], number)
        for sign in ABBREVIATIONS.get(name, "") if level == PROVINCE else "":
            result.short(sign, number, ABBREVIATION)


def make_zone_shorts(result, number, name):
    provinces = [stem(full) for full, level, _, _ in result.upper if level == PROVINCE]
    bare = next((name[len(p):] for p in provinces if name.startswith(p) and len(name) > len(p) + 7),
                name)
    forms = {bare, re.sub("^(..+?)市(.{4,})$", r"\1\2", bare)}
    for long, short in (("经济技术开发区", "经开区"), ("经济技术开发区", "经济开发区"),
                        ("经济技术开发区", "开发区"), ("经济开发区", "经开区"),
                        ("高新技术产业开发区", "高新区"), ("高新技术开发区", "高新区"),
                        ("高新技术产业园区", "高新区"), ("高新技术产业开发区", "高新技术开发区")):
        forms |= {form[:-len(long)] + short for form in list(forms) if form.endswith(long)}
    for form in sorted(forms):
        if len(form) >= 4:
            result.short(form, number)


def read_tabulated_shorts(result, path):
    """Short forms that no rule gives, such as 达茂旗."""
    for line in lines(path):
        name, *rest = line.strip().split("\t")
        if len(rest) < 2 or int(rest[0]) not in result.by_code:
            continue
        number = result.by_code[int(rest[0])]
        if result.upper[number][0] != name:
            continue
        for text in rest[1].split("/"):
            if text not in VAGUE and len(text) > 1:
                result.short(text, number)


def read_zones(result, path):
    for line in lines(path):
        if line.startswith("+ "):
            parent, name, *shorts = line[2:].split()
            zone = result.find(name)
            if zone is None:
                zone = result.add(name, ZONE, result.find(parent))
            for text in shorts:
                result.short(text, zone)
            continue
        suffix, names = line.split(" = ")
        for item in names.split():
            division, _, place = item.partition("/")
            name = division + place + suffix
            if result.find(name) is None:
                parent = result.find(division)
                assert parent is not None, division
                result.add(name, ZONE, parent)


def add_former(result, parent, name, present):
    known = any(full == name and above == parent for full, _, above, _ in result.upper)
    if not known:
        level = COUNTY if name.endswith("县") else CITY if name.endswith(("市", "地区")) else DISTRICT
        result.successor[result.add(name, level, parent)] = present


def read_local_zones(result, path):
    """Zones that the bureau counts among the towns, where their names say which they are."""
    for row in rows(path):
        name, code = row["name"], int(row["code"])
        vague = re.fullmatch("(高新技术产业|经济技术?)开发区", name)
        if code % 1000 >= 400 and name.endswith("开发区") and len(name) > 5 and not vague:
            if result.find(name) is None:
                result.add(name, ZONE, result.by_code[int(row["areaCode"])], code)


def read_former(result, changes, by_hand):
    for line in lines(changes):
        before, after = line.split("=>")
        was, now = before.split("\t")[2:], after.split("\t")
        names = was[::2]
        if names[-1] == now[-1] or names[-1].endswith("群岛") or "柳州地区" in names:
            continue
        parent, present = None, None
        for name in names[:-1]:
            parent = result.find(name, parent)
        for name in now:
            present = result.find(name, present) if present is not None else result.find(name)
            if present is None:
                break
        if parent is not None and present is not None:
            add_former(result, parent, names[-1], present)
    for line in lines(by_hand):
        parent, name, present = line.split()
        above, _, child = present.rpartition("/")
        parent = result.find(parent)
        found = result.find(child, result.find(above) if above else parent)
        assert found is not None, line
        add_former(result, parent, name, found)


def make_risky(result, path):
    """The risky words: listed ones, very short ones, towns named with a word or a division."""
    listed = {text for line in lines(path) for text in line.split()}
    forms = {name for name, _, _, _ in result.upper}
    forms |= {text for text, number in result.shorts if not isinstance(number, tuple)}
    words = forms | {name for towns in result.towns.values() for name, _, _ in towns}

    def is_risky(text):
        if text in listed or len(text) == 1 or len(text) == 2 and text[1] in "区镇乡":
            return True
        named_after = text[:-1] in listed or text[:-1] in forms
        return text not in forms and text[-1] in "乡镇" and named_after

    return {text for text in words if is_risky(text)}


def utf16(text):
    data = text.encode("utf-16-le")
    units = struct.unpack(f"<{len(data) // 2}H", data)
    assert len(units) == len(text), "only the Basic Multilingual Plane"
    return units


def pack(result, risky):
    count = len(result.upper)
    first, towns, numbers = [], [], {}
    for parent in range(count):
        first.append(len(towns))
        for index, town in enumerate(result.towns.get(parent, [])):
            numbers[parent, index] = count + len(towns)
            towns.append(town)
    names = [name for name, _, _, _ in result.upper] + [name for name, _, _ in towns]
    words = sorted({*names, *(text for text, _ in result.shorts)}, key=utf16)
    word = {text: number for number, text in enumerate(words)}
    shorts = sorted(
        (word[text], numbers[number] if isinstance(number, tuple) else number, kind)
        for (text, number), kind in result.shorts.items())
    assert len(words) < NONE and len(names) < NONE and max(map(len, words)) < RISKY
    units = [unit for text in words for unit in utf16(text)]
    shorts16 = [[number, division] for number, division, _ in shorts]
    sections = [
        ("H", [word[name] for name in names]),
        ("H", [parent for _, _, parent, _ in result.upper]),
        ("H", [result.successor.get(number, NONE) for number in range(count)]),
        ("H", [len(result.towns.get(number, [])) for number in range(count)]),
        ("H", [level << 12 | digits for _, level, digits in towns]),
        ("H", [value for pair in shorts16 for value in pair]),
        ("H", units),
        ("I", [code for _, _, _, code in result.upper]),
        ("B", [level for _, level, _, _ in result.upper]),
        ("B", [kind for _, _, kind in shorts]),
        ("B", [len(text) | (RISKY if text in risky else 0) for text in words]),
    ]
    body = struct.pack("<6I", len(names), count, len(words), len(units), len(shorts), 0)
    width = 4
    for form, values in sections:
        if struct.calcsize(form) > 1:
            body += bytes(-len(body) % struct.calcsize(form))
        body += struct.pack(f"<{len(values)}{form}", *values)
    body += bytes(-len(body) % 4)
    return body, len(words), len(towns)


def checksum(body):
    """Two running sums of 32-bit words, so that also their order counts."""
    low = high = 0
    for (value,) in struct.iter_unpack("<I", body):
        low = (low + value) & 0xFFFFFFFF
        high = (high + low) & 0xFFFFFFFF
    return low ^ (high << 1 & 0xFFFFFFFF | high >> 31)


def main():
    folder = pathlib.Path(sys.argv[1])
    result = Divisions()
    read_mainland(result, folder / "lex-divisions")
    read_rest(result, folder / "lex-divisions")
    make_shorts(result)
    read_zones(result, HERE / "national-zones.txt")
    read_local_zones(result, folder / "lex-divisions/streets.csv.gz")
    read_former(result, folder / "lex-jionlp/china_location_change.txt.gz",
                HERE / "former-divisions.txt")
    make_shorts(result)
    read_tabulated_shorts(result, folder / "lex-jionlp/china_location_to_town.txt.gz")
    read_towns(result, folder / "lex-divisions")
    body, words, towns = pack(result, make_risky(result, HERE / "risky-divisions.txt"))
    data = b"KDV1" + struct.pack("<I", checksum(body)) + body
    (HERE / "divisions.bin").write_bytes(data)
    print(f"{len(result.upper)} upper divisions ({len(result.successor)} former), {towns} towns,",
          f"{words} words, {len(result.shorts)} short forms, {len(data)} bytes")


if __name__ == "__main__":
    main()
