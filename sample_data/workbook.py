"""The sample's workbook: the package's template as a customer manager has filled it, with fictional companies."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from population import Population

Cell = str | float

CLIENT = "江苏昀峤电抗器有限公司"
MARK = "【示例】"
PARTNER = (
    "所属客户* 公司名称* 统一社会信用代码 省市 行业 企业角色 员工人数 营业收入（万元） 我行客户 产品 年交易额（万元） "
)
HEADERS = {
    "客户": (
        "企业编号 公司名称* 别名 统一社会信用代码 省市 行业 企业角色 所有制 员工人数 营业收入（万元） 资产总额（万元） "
        "营收增长率 合作银行 主办银行 是否上市 经营状态 核心客户 综合贡献（万元） 已用产品 主营产品 数据日期 资料来源"
    ),
    "供应商": f"{PARTNER} 占买方采购比 开始日期 日期 可信等级 资料来源",
    "经销商": f"{PARTNER} 占卖方销售比 开始日期 日期 可信等级 资料来源",
    "中介": "所属客户* 公司名称* 统一社会信用代码 省市 企业角色 我行客户 产品 日期 可信等级 资料来源",
    "关系": (
        "供应商* 采购商* 关系类型 产品 年交易额（万元） 币种 占买方采购比 占卖方销售比 占比 开始日期 结束日期 日期 "
        "置信度 可信等级 资料来源"
    ),
    "流水": "付款方* 收款方* 金额（元）* 币种 日期 摘要",
    "事件": "公司* 事件类型* 日期 说明 资料来源",
    "财务": (
        "公司* 期间* 币种 单位 营业收入 营业成本 毛利 净利润 利息支出 息税前利润 经营活动现金流量净额 货币资金 "
        "应收账款 存货 预付账款 应付账款 预收账款 流动资产 流动负债 资产总计 负债合计 "
        "净资产 短期借款 长期借款 自有资金 研发费用 所得税"
    ),
    "黑名单": "公司* 原因",
}
SEEN = "虚构走访记录2026"


def workbook(people: Population) -> bytes:
    """Bytes of the workbook, the same for every call."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "虚构样例", "created": datetime(2026, 1, 1, tzinfo=UTC)})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    guide = book.add_worksheet("说明")
    guide.write_string(0, 0, "样例：按模板填写，企业均为虚构。", bold)
    for name, rows in _sheets(people).items():
        sheet = book.add_worksheet(name)
        headers = HEADERS[name].split()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(headers) - 1, 18)
        for index, header in enumerate(headers):
            sheet.write_string(0, index, header, bold)
        for number, row in enumerate(rows, 1):
            for header, value in row.items():
                index = next(place for place, title in enumerate(headers) if title.rstrip("*").startswith(header))
                if isinstance(value, float):
                    sheet.write_number(number, index, value)
                elif header.endswith(("日期", "期间")):
                    sheet.write_datetime(number, index, datetime.fromisoformat(value), day)
                else:
                    sheet.write_string(number, index, value, text)
    book.close()
    return buffer.getvalue()


def _sheets(people: Population) -> dict[str, list[dict[str, Cell]]]:
    """Rows by sheet; a row gives cells by header."""
    core = next(firm for firm in people.firms if firm.trade == "电能表" and firm.core)
    wire = people.makers["电磁线"][1]
    steel = people.makers["硅钢"][2]
    relay = people.makers["继电器"][1]
    seen = {"日期": "2026-08-12", "可信等级": "客户提供", "资料来源": SEEN}
    return {
        "客户": [
            {"企业编号": "K9999", "公司名称": f"{MARK}示例甲变压器有限公司", "员工人数": 1200.0},
            {
                "企业编号": "K0900",
                "公司名称": CLIENT,
                "别名": "昀峤电抗",
                "省市": "江苏省扬州市",
                "行业": "C3821",
                "企业角色": "生产商",
                "所有制": "民营",
                "员工人数": 640.0,
                "营业收入": 52_300.0,
                "合作银行": "澜江银行；华垣银行",
                "主办银行": "澜江银行",
                "是否上市": "否",
                "经营状态": "存续",
                "核心客户": "是",
                "主营产品": "干式电抗器；平波电抗器",
                "数据日期": "2026-06-30",
                "资料来源": SEEN,
            },
            {"公司名称": core.name, "统一社会信用代码": core.uscc, "综合贡献": 410.0, "数据日期": "2026-09-30"},
        ],
        "供应商": [
            {
                "所属客户": CLIENT,
                "公司名称": wire.name,
                "产品": "扁铜线",
                "年交易额": 3_150.0,
                "占买方采购比": "9%",
                **seen,
            },
            {"所属客户": CLIENT, "公司名称": steel.name, "产品": "取向硅钢片", "年交易额": 4_800.0, **seen},
            {
                "所属客户": CLIENT,
                "公司名称": "江苏昀湄绝缘科技有限公司",
                "省市": "江苏省扬州市",
                "行业": "C3834",
                "企业角色": "生产商",
                "员工人数": 356.0,
                "营业收入": 18_700.0,
                "产品": "绝缘筒",
                "年交易额": 2_450.0,
                "占买方采购比": "7%",
                **seen,
            },
            {"所属客户": core.name, "公司名称": relay.name, "产品": "磁保持继电器", "占买方采购比": "6.5%", **seen},
            {
                "所属客户": "K0900",
                "公司名称": "江苏昀淼包装有限公司",
                "行业": "C2231",
                "员工人数": 45.0,
                "产品": "木箱",
                **seen,
            },
        ],
        "经销商": [
            {
                "所属客户": CLIENT,
                "公司名称": "安徽昀垣输变电器材有限公司",
                "省市": "安徽省合肥市",
                "行业": "F5175",
                "企业角色": "经销商",
                "员工人数": 62.0,
                "营业收入": 13_400.0,
                "产品": "干式电抗器",
                "年交易额": 2_900.0,
                "占卖方销售比": "5.5%",
                **seen,
            },
            {"所属客户": core.name, "公司名称": people.distributors["电能表"][1].name, "产品": "智能电能表", **seen},
        ],
        "中介": [
            {
                "所属客户": CLIENT,
                "公司名称": people.services[0].name,
                "企业角色": "律师事务所",
                "产品": "法律顾问",
                **seen,
            },
            {
                "所属客户": "江苏昀湄绝缘科技有限公司",
                "公司名称": people.services[0].name,
                "企业角色": "律师事务所",
                "产品": "法律顾问",
                **seen,
            },
        ],
        "关系": [
            {
                "供应商": CLIENT,
                "采购商": people.grid.name,
                "产品": "干式电抗器",
                "年交易额": 11_600.0,
                "日期": "2026-03-31",
            },
            {
                "供应商": CLIENT,
                "采购商": "江苏昀淼包装有限公司",
                "关系类型": "持股",
                "占比": "20%",
                "日期": "2025-12-31",
            },
        ],
        "流水": [
            {"付款方": CLIENT, "收款方": wire.name, "金额": 2_680_000.0, "日期": "2026-07-09", "摘要": "货款"},
            {"付款方": CLIENT, "收款方": wire.name, "金额": 1_940_000.0, "日期": "2026-09-15", "摘要": "货款"},
            {"付款方": CLIENT, "收款方": CLIENT, "金额": 5_000_000.0, "日期": "2026-09-16", "摘要": "同名划转"},
        ],
        "事件": [
            {
                "公司": "江苏昀湄绝缘科技有限公司",
                "事件类型": "新建产线",
                "日期": "2026-08-20",
                "说明": "新建绝缘筒产线",
            },
            {"公司": CLIENT, "事件类型": "中标", "日期": "2026-05-18", "说明": "中标电抗器框架采购"},
        ],
        "财务": [
            {
                "公司": CLIENT,
                "期间": "2025-12-31",
                "币种": "CNY",
                "单位": "万元",
                "营业收入": 52_300.0,
                "营业成本": 41_200.0,
            },
        ],
        "黑名单": [{"公司": "江苏昀岫贸易有限公司", "原因": "虚假贸易背景"}],
    }
