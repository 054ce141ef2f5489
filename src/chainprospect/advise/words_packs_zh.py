"""Words of packs, in Chinese: every key of `words_packs_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "packs.kind_core_buyer": "{shared}的供应商",
        "packs.kind_core_seller": "{shared}的采购商",
        "packs.kind_distributor": "围绕经销商{shared}",
        "packs.kind_park": "{shared}园区内",
        "packs.kind_association": "{shared}会员",
        "packs.kind_market": "{shared}同一市场",
        "packs.kind_community": "相互往来密切，以{shared}为首",
        "packs.confirmed_payables": "由核心买方逐笔确认应付账款，只凭已确认的应付账款放款。",
        "packs.collection_account": "销售回款进入我行专户，先还贷款。",
        "packs.buyer_concentration": "买方一旦拖延付款即停止新增：这是全批共同的风险。",
        "packs.seller_buyback": "卖方对未售出的货物回购或补足差额。",
        "packs.goods_in_control": "票据以卖方为收款人，按缴存的保证金逐笔放货。",
        "packs.dealer_deposit": "首笔开票即缴存保证金，用于抵付最后一笔。",
        "packs.stock_reports": "经销商按月报送各户的订单与库存。",
        "packs.distributor_warranty": "经销商推荐合作满两年的企业，并承担部分保证责任。",
        "packs.park_guarantee_fund": "园区或其担保公司出资设风险池，先行承担损失。",
        "packs.park_information": "园区按月通报租金、用电和用工：它们先于销售下滑。",
        "packs.lease_rights": "厂房与设备权益设定于我行，并由园区同意可另行出租。",
        "packs.mutual_fund": "会员共同出资设互助金，先行承担损失；会员之间不相互担保。",
        "packs.member_vetting": "协会推荐会员，核实经营年限、主业和信誉。",
        "packs.expulsion": "不还款者退出协会，不再分得订单。",
        "packs.market_operator": "市场管理方核实商户，商户撤离时及时通报。",
        "packs.till_flow": "按我行收单与扫码流水核定额度，逐月查看。",
        "packs.stall_rights": "以摊位、存货或设备权益作为还款保障。",
        "packs.flow_crosscheck": "发票与双方流水交叉核对：它们彼此有往来。",
        "packs.no_mutual_guarantee": "不做互保联保：一户出险会牵连全部。",
        "packs.single_limits": "逐户核定额度：除交易外并无其他约束。",
    }
)
