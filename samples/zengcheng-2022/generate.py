#!/usr/bin/env python3
"""Writes the sample year: one CSV per register, beside this file or into the folder named as the only argument.

The totals are the published ones (README.md says which); every row is synthetic. Deterministic: its own generator of
numbers, no clock, Python 3 standard library only, so that a second run writes the same bytes.
"""

import csv
import datetime
import pathlib
import sys

UNIT = "440118001"
YEAR = 2022
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent


class Lcg:
    """A 64-bit linear congruential generator (Knuth's MMIX constants), upper 31 bits used."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


R = Lcg(YEAR)

# ---- dates ----------------------------------------------------------------------------------------------------------

OFF = """01-03 01-31 02-01 02-02 02-03 02-04 04-04 04-05 05-02 05-03 05-04 06-03 09-12
10-03 10-04 10-05 10-06 10-07""".split()
MAKEUP = "01-29 01-30 04-02 04-24 05-07 10-08 10-09".split()
ALL_DAYS = [datetime.date(YEAR, 1, 1) + datetime.timedelta(i) for i in range(365)]
WORKDAYS = [
    d
    for d in ALL_DAYS
    if (d.weekday() < 5 or d.strftime("%m-%d") in MAKEUP) and d.strftime("%m-%d") not in OFF
]
assert len(WORKDAYS) == 249


def date(text):
    return datetime.date.fromisoformat(text)


def spread(count, days=None):
    """`count` dates drawn from `days`, ascending."""
    days = days or WORKDAYS
    return sorted(R.pick(days) for _ in range(count))


def workdays_after(day, n):
    """The n-th working day after `day`; the last working day of the year if there is none."""
    later = [d for d in WORKDAYS if d > day]
    return later[min(n, len(later)) - 1] if n and later else day


def workdays_from_to(first, last):
    return [d for d in WORKDAYS if date(first) <= d <= date(last)]


def months_later(day, n):
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


# ---- money and files ------------------------------------------------------------------------------------------------


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def wan(fen):
    assert fen % 10000 == 0
    return f"{fen // 1000000}.{fen % 1000000 // 10000:02d}"


def split(total, parts, step=1):
    """`total` into `parts` positive amounts of whole `step`s (the last takes the rest), unequal but not wildly."""
    weights = [R.between(40, 160) for _ in range(parts)]
    amounts = [total * w // sum(weights) // step * step for w in weights]
    amounts[-1] += total - sum(amounts)
    assert min(amounts) > 0 and sum(amounts) == total
    return amounts


def exactly(count, chosen):
    """`count` booleans of which exactly `chosen` are true, in random order."""
    return R.shuffled([True] * chosen + [False] * (count - chosen))


def yes(value):
    return "是" if value else "否"


def counted(parts):
    """[("a", 2), ("b", 1)] → a, a, b in random order."""
    return R.shuffled([value for value, n in parts for _ in range(n)])


def write(register, titles, rows):
    rows = list(rows)
    with open(OUT / f"{register}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["单位编码", "年度"] + titles)
        for row in rows:
            assert len(row) == len(titles), (register, row)
            writer.writerow([UNIT, YEAR] + ["" if cell is None else cell for cell in row])
    TOTALS.append((register, len(rows)))


TOTALS = []

DEPARTMENTS = ["秘书科", "综合一科", "综合二科", "督办科", "调研科", "政策法规科", "外事科", "区委区政府总值班室"]
BUREAUS = [
    "区发展改革局", "区教育局", "区科工商信局", "区公安分局", "区民政局", "区司法局", "区财政局", "区人力资源社会保障局",
    "区规划资源分局", "区生态环境分局", "区住房城乡建设局", "区交通运输局", "区水务局", "区农业农村局", "区文化广电旅游体育局",
    "区卫生健康局", "区退役军人局", "区应急管理局", "区审计局", "区国资局", "区市场监管局", "区统计局", "区医保局",
    "区城市管理局", "区政务服务数据管理局", "区信访局", "区税务局", "区消防救援大队",
]
TOWNS = [
    "荔城街", "增江街", "朱村街", "永宁街", "荔湖街", "宁西街", "新塘镇", "石滩镇", "中新镇", "正果镇", "派潭镇", "小楼镇",
    "仙村镇",
]
assert len(BUREAUS) == 28 and len(TOWNS) == 13
SUBJECTS = [
    "安全生产", "乡村振兴", "招商引资", "重点项目建设", "营商环境", "污染防治", "民生实事", "城市更新", "水环境治理", "教育医疗",
    "稳就业", "道路交通", "征拆工作", "政务服务", "防汛防风", "消费帮扶", "食品安全", "文物保护", "消防安全", "养老服务",
]

# ---- unit, posts, staff ---------------------------------------------------------------------------------------------


def unit():
    write(
        "units",
        ["单位名称", "单位简称", "单位级别", "单位性质", "经费来源", "主要负责人职务", "核定编制数"],
        [["广州市增城区人民政府办公室", "区政府办公室", "正处级", "行政机关", "财政拨款", "主任", 32]],
    )
    posts = [("办公室领导", "主任")] + [("办公室领导", "副主任")] * 3
    posts += [(d, "正科级领导") for d in DEPARTMENTS]
    posts += [(d, "副科级领导") for d in DEPARTMENTS[:7]]
    posts += [(DEPARTMENTS[i % 8], "其他") for i in range(13)]
    filled = [True] * 26 + [False] * 6
    write(
        "posts",
        ["编制序号", "内设机构", "职务", "编制类别", "是否占用"],
        [[f"B{i + 1:02d}", d, t, "行政编制", yes(filled[i])] for i, (d, t) in enumerate(posts)],
    )
    staff = [[f"L{i + 1:02d}", "在职", "否", "区领导"] for i in range(5)]
    staff += [[f"Z{i + 1:02d}", "在职", "是", posts[i][0]] for i in range(26)]
    staff += [[f"X{i + 1:02d}", "离休", "否", None] for i in range(2)]
    staff += [[f"T{i + 1:02d}", "退休", "否", None] for i in range(54)]
    write("staff", ["工号", "人员状态", "占用编制", "内设机构"], staff)


# ---- budget and payments --------------------------------------------------------------------------------------------

BUDGET = 25086400_00
SPENT = 24599600_00
OPERATING, RUNNING, PURCHASE = 3889300_00, 986400_00, 197800_00
PERSONNEL = SPENT - OPERATING - RUNNING - PURCHASE

# Cumulative share of the budget, in ten-thousandths, at the end of January … November; on pace is month/12. January to
# March and December fall short (98.06 % at the end of the year), the eight months between do not.
CUMULATIVE = [690, 1480, 2410, 3420, 4260, 5190, 5960, 6760, 7610, 8420, 9240]


# Budget lines in 万元 × 100: what is planned, and (operating) what is spent.
PERSONNEL_LINES = [("基本工资", 412_00), ("津贴补贴", 768_64), ("奖金", 236_00), ("社会保险缴费", 214_00), ("住房公积金", 182_00),
                   ("离退休人员经费", 174_00)]
OPERATING_LINES = [("办公费", 82_00, 80_12), ("印刷费", 46_00, 44_60), ("水电费", 38_00, 36_85), ("邮电费", 29_00, 28_10),
                   ("差旅费", 24_00, 22_64), ("会议费", 42_00, 40_90), ("培训费", 16_00, 15_02), ("公务接待费", 1_50, 86),
                   ("公务用车运行维护费", 22_00, 20_94), ("维修（护）费", 31_50, 31_10), ("劳务费", 30_00, 29_40),
                   ("办公设备购置", 40_00, 38_40)]
assert sum(line[2] for line in OPERATING_LINES) * 10000 == OPERATING


def budget():
    write(
        "projects",
        ["项目编号", "项目名称", "本年新增", "已作事前绩效评估", "已申报绩效目标", "已公开绩效目标"],
        [["XM01", "办公室运行经费", "否", "否", "是", "是"], ["XM02", "办公设备购置经费", "否", "否", "是", "是"]],
    )
    lines = [(n, "基本支出", "人员经费", None, a) for n, a in PERSONNEL_LINES]
    lines += [(n, "基本支出", "公用经费", None, a) for n, a, _ in OPERATING_LINES]
    lines += [("办公室运行经费", "项目支出", "运行经费", "XM01", 100_00), ("办公设备购置经费", "项目支出", "购置经费", "XM02", 20_00)]
    assert sum(line[4] for line in lines) * 10000 == BUDGET
    assert sum(line[4] for line in lines if line[1] == "基本支出") == 2388_64
    write(
        "budget",
        ["指标编号", "指标名称", "支出性质", "经济分类", "项目编号", "资金来源", "全年预算数"],
        [
            [f"ZB{i + 1:02d}", n, nature, category, project, "本年预算", wan(a * 10000)]
            for i, (n, nature, category, project, a) in enumerate(lines)
        ],
    )
    spent = {name: (planned, paid) for name, planned, paid in OPERATING_LINES}
    write(
        "three_public",
        ["三公项目", "预算数", "实际支出数"],
        [["因公出国（境）费", "0.00", "0.00"], ["公务用车购置费", "0.00", "0.00"]]
        + [[n, wan(spent[n][0] * 10000), wan(spent[n][1] * 10000)] for n in ("公务用车运行维护费", "公务接待费")],
    )


def over_months(total, shares, step):
    """`total` over the months by `shares` of a hundred, in whole `step`s; December takes the rest."""
    amounts = [total * s // 100 // step * step for s in shares]
    amounts[-1] += total - sum(amounts)
    return amounts


def payments():
    ends = [BUDGET * c // 10000 for c in CUMULATIVE] + [SPENT]
    months = [end - begin for begin, end in zip([0] + ends, ends)]
    shares = [5, 5, 8, 9, 8, 9, 8, 8, 9, 9, 10, 12]
    operating = {name: over_months(paid * 10000, shares, 10_00) for name, _, paid in OPERATING_LINES}
    running = over_months(RUNNING, shares, 100)
    purchase = {9: ("购置台式计算机", 68500_00), 10: ("购置打印机及复印机", 74300_00), 11: ("购置会议音响设备", 55000_00)}
    assert sum(amount for _, amount in purchase.values()) == PURCHASE
    planned = sum(amount for _, amount in PERSONNEL_LINES)
    rows = []
    for m in range(1, 13):
        days = [d for d in WORKDAYS if d.month == m]
        # category, project, summary, amount, vouchers, step
        parts = []
        for name, amounts in operating.items():
            parts.append(("公用经费", None, name, amounts[m - 1], {"公务接待费": 1, "办公设备购置": 4}.get(name, 9), 10))
        parts.append(("运行经费", "XM01", None, running[m - 1], 14 + shares[m - 1], 10))
        if m in purchase:
            parts.append(("购置经费", "XM02", purchase[m][0], purchase[m][1], 2, 1000))
        # Personnel takes what is left of the month, over its lines as they are planned.
        left = months[m - 1] - sum(part[3] for part in parts)
        lines = [left * amount // planned for _, amount in PERSONNEL_LINES]
        lines[-1] += left - sum(lines)
        for (name, _), amount in zip(PERSONNEL_LINES, lines):
            parts.append(("人员经费", None, name, amount, 6, 1))
        for category, project, name, total, count, step in parts:
            for amount in split(total, count, step):
                payee = "代发专户" if category == "人员经费" else f"供应商{R.between(1, 60):02d}"
                summary = name or R.pick(["会务保障", "公文印制", "系统运维", "值班保障", "督查调研"])
                nature = "项目支出" if project else "基本支出"
                rows.append([R.pick(days), amount, nature, category, project, payee, f"{m}月{summary}"])
    rows.sort(key=lambda row: row[0])
    assert sum(row[1] for row in rows) == SPENT
    write(
        "payments",
        ["凭证号", "支付日期", "支付金额", "支出性质", "经济分类", "项目编号", "收款人", "摘要"],
        [[f"PZ{i + 1:05d}", row[0], yuan(row[1])] + row[2:] for i, row in enumerate(rows)],
    )


# ---- performance management -----------------------------------------------------------------------------------------


def goals():
    def counted_goal(no, category, sub, name, direction, target, measure, unit, weight, reason=None):
        return [no, category, sub, name, direction, target, measure, unit, weight, None, None, reason]

    def judged_goal(no, category, sub, name, weight, level, awarded, reason=None):
        return [no, category, sub, name, "定性", None, None, None, weight, level, awarded, reason]

    rows = [
        counted_goal("1", "产出", "数量", "办理文电数量", "≥", "6000", "documents.total", "件", "1.00"),
        counted_goal("2", "产出", "数量", "主办会议及活动数量", "≥", "280", "meetings.hosted", "次", "2.00"),
        counted_goal("3", "产出", "数量", "起草重要文稿数量", "≥", "420", "drafts.total", "篇", "1.00"),
        counted_goal("4", "产出", "数量", "报送政务信息数量", "≥", "380", "information.total", "篇", "1.00"),
        counted_goal("5", "产出", "质量", "建议提案办结率", "=", "100", "proposals.closed_rate", "%", "2.00"),
        counted_goal("6", "产出", "质量", "突发事件规范处置率", "=", "100", "incidents.handled_rate", "%", "1.00"),
        counted_goal("7", "产出", "时效", "文电当日办理率", "≥", "95", "documents.same_day_rate", "%", "2.00"),
        counted_goal("8", "产出", "时效", "建议提案按期办结率", "=", "100", "proposals.on_time_rate", "%", "2.00"),
        counted_goal(
            "9", "产出", "时效", "支出进度达到序时的月数", "≥", "12", "monitoring.months_on_pace", "个月", "6.00",
            "一季度采购和会议活动较少，支付偏慢；年末部分尾款未达付款条件。今后按月编制用款计划，逐月通报",
        ),
        counted_goal("10", "产出", "成本", "三公经费支出数", "≤", "23.5", "three_public.actual", "万元", "2.00"),
        judged_goal("11", "效益", "经济效益", "公务用车编制和购置规范节约", "2.00", "达成", "2.00"),
        counted_goal("12", "效益", "社会效益", "行政许可事项双向邮寄覆盖率", "=", "100", "licensing.mail_rate", "%", "3.00"),
        counted_goal("13", "效益", "社会效益", "“互联网+督查”事项办结率", "=", "100", "supervision.closed_rate", "%", "3.00"),
        counted_goal("14", "效益", "生态效益", "新配备车辆新能源占比", "≥", "50", "vehicles.new_energy_share", "%", "2.00"),
        judged_goal(
            "15", "效益", "可持续影响", "办文办会全流程线上流转", "5.00", "部分达成", "3.00",
            "收文、拟办和督办已在线上流转，会务报名、会后交办仍靠线下衔接。拟补齐会务模块，实现闭环",
        ),
        counted_goal("16", "满意度", "服务对象满意度", "代表委员对办理工作的满意率", "≥", "95", "proposals.satisfied_rate", "%", "5.00"),
    ]
    write(
        "goals",
        ["指标序号", "一级指标", "二级指标", "三级指标", "指标性质", "年度指标值", "取数度量", "计量单位", "分值", "定性等次", "定性得分",
         "偏差原因及改进措施"],
        rows,
    )


def performance():
    rows = [
        ["目标申报", "部门整体", "申报部门整体支出绩效目标", "2022-01-20", "2022-01-14", 0],
        ["目标申报", "项目支出", "申报办公室运行经费项目绩效目标", "2022-01-20", "2022-01-14", 0],
        ["目标申报", "项目支出", "申报办公设备购置经费项目绩效目标", "2022-01-20", "2022-01-17", 0],
        ["运行监控", "部门整体", "开展部门整体支出年中绩效监控", "2022-07-29", "2022-07-22", 0],
        ["运行监控", "项目支出", "开展办公室运行经费项目绩效监控", "2022-07-29", "2022-07-22", 0],
        ["运行监控", "项目支出", "开展办公设备购置经费项目绩效监控", "2022-07-29", "2022-07-25", 0],
        ["绩效自评", "部门整体", "完成上年度部门整体支出绩效自评", "2022-04-29", "2022-04-22", 0],
        ["绩效自评", "项目支出", "完成上年度办公室运行经费项目绩效自评", "2022-04-29", "2022-04-22", 0],
        ["绩效自评", "项目支出", "完成上年度办公设备购置经费项目绩效自评", "2022-04-29", "2022-04-24", 0],
        ["结果应用", "部门整体", "按上年度自评结果调整年度用款计划", "2022-06-30", "2022-06-17", 0],
        ["结果应用", "项目支出", "按年中监控结果督促项目支出进度", "2022-09-30", "2022-09-16", 0],
        ["结果应用", "部门整体", "将绩效结果作为下年度预算编报依据", "2022-11-30", "2022-11-18", 0],
    ]
    write(
        "performance",
        ["工作序号", "环节", "对象", "工作内容", "应完成日期", "完成日期", "退回次数"],
        [[f"JX{i + 1:02d}"] + row for i, row in enumerate(rows)],
    )
    rules = "区政府办公室预算绩效管理办法"
    policies = [[rules, "绩效管理", a, "2021-06-18"] for a in ["事前评估", "绩效目标", "绩效监控", "绩效评价", "结果应用"]]
    policies += [
        ["区政府办公室财务管理制度", "财务管理", "综合", "2020-03-12"],
        ["区政府办公室政府采购管理制度", "采购管理", "综合", "2020-09-25"],
        ["区政府办公室固定资产管理制度", "资产管理", "综合", "2020-03-12"],
        ["区政府办公室公文办理规程", "公文管理", "综合", "2019-11-08"],
    ]
    write(
        "policies",
        ["制度序号", "制度名称", "领域", "覆盖方面", "印发日期", "是否有效"],
        [[f"ZD{i + 1:02d}"] + row + ["是"] for i, row in enumerate(policies)],
    )
    site = "区政府门户网站"
    disclosures = [
        ["部门预算", "2022年部门预算", "2022-01-25", "2022-02-10"],
        ["部门决算", "2021年部门决算", "2022-08-10", "2022-08-24"],
        ["绩效目标", "2022年办公室运行经费项目绩效目标", "2022-01-25", "2022-02-10"],
        ["绩效目标", "2022年办公设备购置经费项目绩效目标", "2022-01-25", "2022-02-10"],
        ["绩效自评", "2021年部门整体支出绩效自评报告", "2022-08-10", "2022-08-24"],
    ]
    write(
        "disclosures",
        ["公开序号", "公开类别", "公开内容", "批复日期", "公开日期", "公开位置"],
        [[f"GK{i + 1:02d}"] + row + [site] for i, row in enumerate(disclosures)],
    )
    write("findings", ["问题序号", "指出日期", "来源", "领域", "问题", "整改完成日期"], [])


def procurement():
    plan = [
        ("货物", "台式计算机", "框架协议", 68500_00), ("货物", "打印机及复印机", "框架协议", 74300_00), ("货物", "会议音响设备", "询价", 55000_00),
        ("服务", "公文印刷服务", "竞争性磋商", 186000_00), ("服务", "会务保障服务", "竞争性磋商", 128000_00),
        ("服务", "信息系统运行维护", "竞争性磋商", 96000_00), ("服务", "办公区物业服务", "竞争性磋商", 158000_00),
        ("服务", "公务用车维修保养", "框架协议", 48000_00), ("服务", "公务用车保险", "框架协议", 36000_00),
        ("货物", "复印纸", "电子卖场", 29800_00), ("货物", "办公用品（上半年）", "电子卖场", 18600_00), ("货物", "办公用品（下半年）", "电子卖场", 17400_00),
        ("货物", "硒鼓墨盒", "电子卖场", 15200_00), ("货物", "档案柜", "电子卖场", 12800_00), ("货物", "碎纸机", "电子卖场", 6400_00),
        ("服务", "法律顾问服务", "竞争性磋商", 60000_00), ("服务", "档案整理服务", "竞争性谈判", 42000_00), ("工程", "值班室维修", "竞争性谈判", 88000_00),
    ]
    big = {n for _, n, _, a in plan if a >= 50000_00}
    rows = []
    for i, (kind, name, method, amount) in enumerate(plan):
        approved = date("2022-01-25")
        filled = published = None
        if name in big:
            filled = R.pick(workdays_from_to("2022-02-07", "2022-02-25"))
            published = workdays_after(filled, R.between(3, 10))
        # The three purchases of the project are contracted before their payments of September to November.
        start = R.pick(workdays_from_to("2022-05-05", "2022-06-30" if i < 3 else "2022-08-31"))
        notice = workdays_after(start, R.between(8, 20))
        contract = workdays_after(notice, R.between(3, 14))
        announced = workdays_after(contract, R.between(1, 2))
        filed = workdays_after(contract, R.between(2, 6))
        sme = name != "公务用车保险"
        rows.append([f"CG{i + 1:03d}", name, kind, method, yuan(amount), yes(sme), yes(name in big), approved, filled,
                     published, start, notice, contract, announced, filed, "否"])
    write(
        "procurement",
        ["采购编号", "采购项目", "采购类别", "采购方式", "合同金额", "由中小企业承接", "应公开采购意向", "预算批复日期", "意向填报日期", "意向公开日期",
         "采购活动开始日期", "成交通知日期", "合同签订日期", "合同公告日期", "合同备案日期", "投诉成立或受处罚"],
        rows,
    )


def assets():
    kinds = [("台式计算机", "设备", 4200_00, 6800_00, 120), ("打印机", "设备", 1500_00, 4800_00, 60), ("复印机", "设备", 12000_00, 26000_00, 8),
             ("办公桌", "家具和用具", 900_00, 2600_00, 110), ("办公椅", "家具和用具", 300_00, 1200_00, 130), ("文件柜", "家具和用具", 600_00, 1800_00, 90),
             ("会议桌", "家具和用具", 2000_00, 9000_00, 20), ("空调", "设备", 2800_00, 7600_00, 52), ("机要通信车", "车辆", 98000_00, 119000_00, 4),
             ("应急保障车", "车辆", 142000_00, 178000_00, 3), ("传真机", "设备", 900_00, 2400_00, 13)]
    rows = []
    for name, kind, low, high, count in kinds:
        for _ in range(count):
            acquired = datetime.date(R.between(2014, 2022), R.between(1, 12), R.between(1, 28))
            value = R.between(low // 100, high // 100) * 100
            # Idle cards are old and cheap, so that what is in use stays above 95 % of the value.
            in_use = not (name in ("打印机", "传真机", "办公椅") and acquired.year <= 2016 and R.below(2) == 0)
            rows.append([name, kind, acquired, yuan(value), yuan(value), yes(in_use), "是", "否"])
    write(
        "assets",
        ["卡片编号", "资产名称", "资产类别", "取得日期", "原值", "财务账原值", "在用", "本年已盘点", "超标准配置"],
        [[f"ZC{i + 1:04d}"] + row for i, row in enumerate(rows)],
    )
    write(
        "asset_income",
        ["收益序号", "收益来源", "收益金额", "应上缴日期", "实际上缴日期"],
        [["SY01", "报废办公设备残值", "3860.00", "2022-07-15", "2022-07-08"], ["SY02", "报废家具残值", "1240.00", "2022-11-30", "2022-11-21"]],
    )


# ---- the office's business ------------------------------------------------------------------------------------------


def documents():
    total, secret = 6322, 593
    days = spread(total)
    classified = exactly(total, secret)
    kinds = counted([("通知", 2010), ("函", 1180), ("函电", 760), ("报告", 720), ("请示", 690), ("意见", 240), ("通报", 200),
                     ("纪要", 260), ("批复", 120), ("通告", 60), ("公告", 36), ("决定", 40), ("议案", 6)])
    assert len(kinds) == total
    rows = []
    for i in range(total):
        day = days[i]
        urgency = R.pick(["平件"] * 14 + ["加急"] * 5 + ["特急"])
        closed = day if R.below(1000) < 972 else workdays_after(day, R.between(1, 3))
        source, title = "机要来文", None
        if not classified[i]:
            source = R.pick(BUREAUS + TOWNS + ["市政府办公厅", "市有关部门"])
            title = f"关于{R.pick(SUBJECTS)}的{kinds[i]}"
        rows.append([f"W{i + 1:05d}", day, kinds[i], "秘密" if classified[i] else "非密", urgency, source, title, closed])
    write("documents", ["登记号", "收文日期", "文种", "密级", "紧急程度", "来文单位", "标题", "办结日期"], rows)


def meetings():
    kinds = [("上级会议和调研活动", 1252, "Y"), ("主办会议及活动", 293, "Z"), ("区政府党组会议", 35, "D"), ("区政府常务会议", 12, "C"),
             ("党组理论学习中心组学习", 8, "X"), ("全体人员会议", 1, "Q")]
    rows, topics = [], []
    for category, count, letter in kinds:
        days = spread(count) if count > 1 else [date("2022-11-04")]
        for i, day in enumerate(days):
            name = f"{category}第{i + 1}次" if letter in "DCXQ" else f"{R.pick(SUBJECTS)}{'会议' if R.below(4) else '活动'}"
            rows.append([f"{letter}{i + 1:04d}", day, category, name])
        # Every meeting has one topic; the others go to the first ones.
        for i in range({"D": 43, "X": 18}.get(letter, 0)):
            topics.append([f"{letter}T{i + 1:03d}", f"{letter}{i % count + 1:04d}", category,
                           f"传达学习{R.pick(SUBJECTS)}有关精神", "传达学习"])
    write("meetings", ["会议编号", "日期", "会议类别", "会议名称"], rows)
    write("topics", ["议题编号", "会议编号", "会议类别", "议题", "审议结果"], topics)
    visits = [[f"LD{i + 1:03d}", d, f"{R.pick(SUBJECTS)}调研", R.pick(TOWNS)] for i, d in enumerate(spread(60))]
    write("leader_visits", ["活动编号", "日期", "主题", "地点"], visits)
    kinds = ["讲话稿", "讲话稿", "汇报材料", "调研报告", "工作方案", "综合文稿"]
    drafts = []
    for i, d in enumerate(spread(450)):
        kind = R.pick(kinds)
        drafts.append([f"WG{i + 1:04d}", d, kind, f"{R.pick(SUBJECTS)}{kind}"])
    write("drafts", ["文稿编号", "完成日期", "文稿类别", "标题"], drafts)
    adopted = counted([("未采用", 238), ("市级采用", 121), ("省级采用", 33), ("国家级采用", 8)])
    fields = ["招商引资", "乡村振兴", "生态文明建设", "保障和改善民生", "其他"]
    information = []
    for i, d in enumerate(spread(400)):
        kind, field = R.pick(["速递", "动态信息", "动态信息", "专报"]), R.pick(fields)
        topic = R.pick(SUBJECTS) if field == "其他" else field
        information.append([f"XX{i + 1:04d}", d, kind, field, f"{topic}工作情况", adopted[i]])
    write("information", ["信息编号", "报送日期", "信息类别", "领域", "标题", "采用层级"], information)


def supervision():
    rows = []
    satisfaction = counted([("满意", 385), ("基本满意", 23)])
    outcome = counted([("A", 262), ("B", 117), ("C", 24), ("D", 5)])
    for i in range(408):
        kind = "建议" if i < 186 else "提案"
        handed = R.pick(workdays_from_to("2022-02-21", "2022-03-18"))
        period = 6 if R.below(8) == 0 else 3
        limit = months_later(handed, period)
        earliest = handed + datetime.timedelta(20)
        closed = R.pick([d for d in WORKDAYS if earliest <= d <= limit])
        rows.append([f"{'J' if kind == '建议' else 'T'}{i + 1:03d}", kind, f"关于加强{R.pick(SUBJECTS)}的{kind}", handed,
                     f"{period}个月", closed, outcome[i], satisfaction[i]])
    write("proposals", ["编号", "类别", "案由", "交办日期", "办理期限", "办结日期", "办理结果", "满意度"], rows)
    batches = []
    for i, day in enumerate(spread(200, workdays_from_to("2022-01-04", "2022-12-09"))):
        closed = workdays_after(day, R.between(3, 10))
        batches.append([f"DC{i + 1:03d}", day, R.pick(["国务院", "国务院", "省", "市"]), f"{R.pick(SUBJECTS)}问题线索",
                        workdays_after(day, 10), closed])
    write("supervision", ["批次号", "收到日期", "来源", "事项", "办理期限", "办结日期"], batches)
    visits = [[f"XC{i + 1:03d}", d, R.pick(BUREAUS + TOWNS), R.pick(SUBJECTS)] for i, d in enumerate(spread(80))]
    write("inspections", ["督办编号", "日期", "督办对象", "督办事项"], visits)
    cases = [[f"YQ{i + 1:03d}", d, R.pick(SUBJECTS), workdays_after(d, R.between(1, 5))]
             for i, d in enumerate(spread(139, workdays_from_to("2022-01-04", "2022-12-20")))]
    write("sentiment", ["舆情编号", "收到日期", "主题", "办结日期"], cases)
    act = exactly(29, 20)
    notes = [[f"LY{i + 1:02d}", d, R.pick(SUBJECTS), yes(act[i]), workdays_after(d, R.between(3, 10))]
             for i, d in enumerate(spread(29, workdays_from_to("2022-01-04", "2022-12-09")))]
    write("messages", ["留言编号", "收到日期", "主题", "需本区落实", "办结日期"], notes)


def services():
    halls = exactly(238, 171)
    instant = exactly(238, 96)
    verbs = ["核准", "许可", "审批", "备案审查", "变更登记"]
    rows = [[f"XK{i + 1:03d}", f"{SUBJECTS[i % 20]}类{R.pick(verbs)}第{i // 20 + 1}项", "区政务服务大厅" if halls[i] else "专业大厅",
             "是", yes(instant[i])] for i in range(238)]
    write("licensing", ["事项编号", "事项名称", "办理大厅", "可双向邮寄", "即办件"], rows)
    electric = exactly(166, 89)
    uses = ["执法执勤"] * 5 + ["应急保障"] * 2 + ["特种专业技术", "机要通信", "其他"]
    rows = [[f"CL{i + 1:03d}", d, R.pick(BUREAUS + TOWNS), R.pick(uses), yes(electric[i])]
            for i, d in enumerate(spread(166))]
    write("vehicles", ["车辆序号", "配备日期", "使用单位", "用途", "新能源"], rows)
    rows = []
    for i, d in enumerate(spread(427, ALL_DAYS)):
        kind = R.pick(["事故灾难"] * 9 + ["自然灾害"] * 4 + ["公共卫生事件"] * 3 + ["社会安全事件"] * 4)
        level = "未分级" if kind == "社会安全事件" else R.pick(["一般", "未分级"])
        rows.append([f"TF{i + 1:03d}", d, kind, level, R.pick(TOWNS), "是"])
    write("incidents", ["事件编号", "接报日期", "事件类别", "级别", "地点", "已规范处置"], rows)
    rows = [[f"DY{i + 1:02d}", d, b] for i, (d, b) in enumerate(zip(spread(28), R.shuffled(BUREAUS)))]
    write("research_visits", ["调研编号", "日期", "调研部门"], rows)
    topics = ["统计业务", "国土空间规划", "税收知识", "公文写作", "政务公开", "保密管理", "地区生产总值核算"]
    write("lectures", ["讲座编号", "日期", "主题"], [[f"JZ{i + 1}", d, t] for i, (d, t) in enumerate(zip(spread(7), topics))])
    write("trainees", ["工号", "参训日期"], [[f"Z{n:02d}", "2022-07-11"] for n in (13, 15, 18, 21, 24)])


def epidemic():
    rows, minutes = [], exactly(800, 158)
    issue = 0
    for i, d in enumerate(spread(800, ALL_DAYS)):
        issue += minutes[i]
        rows.append([f"H{i + 1:03d}", d, R.pick(["国家", "省", "市", "市", "区", "区", "区", "区"]), issue if minutes[i] else None])
    write("epidemic_meetings", ["会议编号", "日期", "层级", "纪要期号"], rows)
    rows = []
    incoming = ["通知"] * 8 + ["函"] * 4 + ["指引", "报告", "方案", "请示", "其他"]
    outgoing = ["方案", "指引", "通知", "通知", "通告", "报告", "请示", "交办"]
    for letter, direction, count, kinds in (("S", "收文", 13000, incoming), ("F", "发文", 1000, outgoing)):
        rows += [[f"{letter}{i + 1:05d}", d, direction, R.pick(kinds)] for i, d in enumerate(spread(count, ALL_DAYS))]
    write("epidemic_documents", ["文件编号", "日期", "收发", "类别"], rows)
    doses = counted([("第一针", 89), ("第二针", 123), ("第三针", 247)])
    rows = [[f"V{i + 1:03d}", d, doses[i]] for i, d in enumerate(spread(459, workdays_from_to("2022-01-04", "2022-11-30")))]
    write("foreign_vaccinations", ["人员代号", "最近接种日期", "接种剂次"], rows)
    inviters = [f"企业{n:02d}" for n in range(1, 25)]
    rows = []
    for i, d in enumerate(spread(144)):
        if i < 24:
            inviter = inviters[i]
        else:
            inviter = "学校01" if R.below(12) == 0 else R.pick(inviters)
        school = inviter == "学校01"
        role = R.pick(["外教", "家属"] if school else ["高管", "技术人员", "技术人员", "家属"])
        rows.append([f"A{i + 1:03d}", d, inviter, "学校" if school else "企业", role])
    write("foreign_applicants", ["人员代号", "受理日期", "邀请单位代号", "邀请单位类别", "身份"], rows)
    rows = [[f"FY{i + 1:02d}", d, f"疫情防控通告第{i + 1}号"] for i, d in enumerate(spread(88, ALL_DAYS))]
    write("translations", ["翻译编号", "发布日期", "通告名称"], rows)
    rows = [[f"ZY{i + 1:03d}", d, "社区核酸检测", "荔城街"] for i, d in enumerate(spread(175, ALL_DAYS))]
    places = ["花都区", "白云区", "中新镇", "增江街"]
    rows += [[f"ZY{i + 176:03d}", d, "外区及镇街支援", places[i % 4]] for i, d in enumerate(spread(12, ALL_DAYS))]
    write("volunteers", ["派出序号", "日期", "任务", "地点"], rows)


# ---- what people wrote ----------------------------------------------------------------------------------------------

OVERVIEW = """|区政府办公室是区政府工作部门，规格为正处级。内设机构{posts.departments}：秘书科、综合一科、综合二科、督办科、调研科、政策法规科、外事科、区委区政府总值班室。"""

DUTIES = """|1.承担区政府和本办公室公文、函电的收发、拟稿、核稿与印发。
|2.组织安排区政府的大型会议和重大活动，并对全区性会议的会务工作给予指导协调。
|3.督促检查区政府决议、决定、重要部署和领导批示的落实，及时报告结果。
|4.围绕区政府的部署开展调查研究，编报政务信息，提出决策建议。
|5.组织办理人大代表议案、建议和政协提案。
|6.协调区政府部门、驻外单位和驻军等方面的关系，对有关问题提出处理意见。
|7.推进、指导和监督全区政府信息公开，做好重要政务活动的宣传协调。
|8.执行国家对外方针政策，办理区政府外事事务，拟订外事工作规划并组织落实。
|9.审核并监督全区党政群机关、事业单位的公务用车编制。
|10.承担区委、区政府总值班工作，报告和处置紧急重要事项。
|11.统筹政府职能转变和“放管服”改革，牵头行政审批制度改革。
|12.完成上级交办的其他工作。"""

TASKS = """统筹协调、保障运转|抓好会务、公文和疫情防控统筹，保障区政府各项工作高效运转。
决策服务、当好参谋|抓好学习、文稿、信息和调研，为区政府科学决策提供支撑。
政务督办、推动落实|抓好督查、民意办理、审批改革、公车和应急管理，推动各项部署落地。"""

# A section's passages stand one on a line: title|body, where ¶ begins a new paragraph of the body.
RESULTS = """统筹协调、保障运转|一是办文办会有序高效。全年办理文电{documents.total}，其中秘密文件{documents.secret}，文电当日办理率为{documents.same_day_rate}。\
参与上级会议和调研活动{meetings.upper}，主办会议及活动{meetings.hosted}；筹备区政府党组会议{meetings.party_group}、区政府常务会议{meetings.executive}，\
两类会议合计{meetings.party_and_executive}。¶\
二是疫情防控统筹有力。组织协助召开各级疫情防控会议{epidemic_meetings.total}，形成会议纪要{epidemic_meetings.minutes}。\
疫情防控专班另行收文{epidemic_documents.received}、发文{epidemic_documents.issued}，不计入上述文电。派出干部支援社区核酸检测{volunteers.community}，支援外区和镇街{volunteers.outside}。¶\
三是涉外服务稳妥周到。受理企业{foreign_applicants.companies}、学校{foreign_applicants.schools}邀请的外籍人员及家属来华申请，共{foreign_applicants.total}。\
外籍人员接种新冠疫苗{foreign_vaccinations.total}，按每人最高剂次统计，第一针{foreign_vaccinations.first}、第二针{foreign_vaccinations.second}、第三针{foreign_vaccinations.third}。\
翻译并发布防控通告{translations.total}。
决策服务、当好参谋|一是以学习促谋划。区政府党组会议传达学习议题{topics.party_group}；办公室党组理论学习中心组学习{meetings.study}，传达学习议题{topics.study}。\
举办专题讲座{lectures.total}，选派{trainees.total}干部参加青年干部培训。¶\
二是以文稿服务决策。起草讲话、汇报、方案等重要文稿{drafts.total}。¶\
三是以信息反映实情。报送政务信息{information.total}，被市级以上采用{information.adopted}。¶\
四是以调研摸清底数。统筹组织区政府主要领导调研活动{leader_visits.total}，涉及民生、产业、安全等领域。
政务督办、推动落实|一是督办见效。办理“互联网+督查”{supervision.total}，办结率为{supervision.closed_rate}；到部门和镇街现场督办{inspections.total}。¶\
二是民意有回应。办理建议提案{proposals.total}，按期办结率为{proposals.on_time_rate}，代表委员满意率为{proposals.satisfied_rate}。\
处理舆情{sentiment.total}；收到网民给省长留言{messages.total}，其中需本区落实{messages.to_act}，已办结{messages.acted}。¶\
三是审批更便民。行政许可事项{licensing.total}进驻各类政务服务大厅，双向邮寄覆盖率为{licensing.mail_rate}；实地调研审批部门{research_visits.departments}。¶\
四是公车更绿色。审核新配备公务用车{vehicles.total}，其中新能源车{vehicles.new_energy}，占{vehicles.new_energy_share}。¶\
五是应急更稳当。总值班室接报突发事件{incidents.total}，规范处置率为{incidents.handled_rate}。"""

PROBLEMS = """支出进度不均衡|全年有{monitoring.months_behind}的月末累计支出低于序时进度，集中在一季度和年末，产出指标因此失分。
预算资金未全部支出|年末尚有{budget.carry_over}预算未支出，预算执行率为{budget.execution_rate}，主要是部分尾款未达付款条件。
办会环节线上流转不完整|收文、拟办、督办已在线上流转，会务报名和会后交办仍靠线下衔接，效益指标因此失分。"""

IMPROVEMENTS = """均衡安排支出|按月编制用款计划，每月末对照序时进度通报各科室，对连续两个月落后的事项逐项分析原因、限时赶上。
加快资金结算|采购合同写明验收和付款节点，三季度起每月清理待付事项，具备条件的当月支付，确需结转的提前报财政部门。
补齐会务线上环节|把会务报名、签到和会后交办纳入现有办公系统，明确牵头科室和完成时间，实现办会全程线上闭环。"""


def narratives():
    rows = []
    for section, text in (("overview", OVERVIEW), ("duties", DUTIES), ("tasks", TASKS), ("results", RESULTS),
                          ("problems", PROBLEMS), ("improvements", IMPROVEMENTS)):
        for i, line in enumerate(text.split("\n")):
            title, body = line.split("|", 1)
            rows.append([section, i + 1, title or None, body.replace("¶", "\n")])
    write("narratives", ["部分", "序号", "标题", "正文"], rows)


for part in (unit, budget, payments, goals, performance, procurement, assets, documents, meetings, supervision, services,
             epidemic, narratives):
    part()
print("\n".join(f"{register}\t{rows}" for register, rows in TOTALS))
print(f"total\t{sum(rows for _, rows in TOTALS)}")
