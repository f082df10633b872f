"""What keys of the datasets are called in the report."""

from __future__ import annotations

ROLES = {
    "enterprise": "企业",
    "park": "园区",
    "district": "区县部门",
    "evaluator": "评价机构",
    "visitor": "公众",
    "government": "政府部门",
    "official": "工作人员",
    "accountant": "财务人员",
    "supply_chain": "供应链企业",
}
INTENTS = {
    "condition": "申报条件",
    "procedure": "程序",
    "deadline": "时限",
    "contact": "联系方式",
    "material": "材料",
    "definition": "定义",
    "level": "等级",
    "sanction": "处罚",
    "consequence": "后果",
    "support": "支持政策",
    "validity": "效力",
    "comparison": "比较",
    "eligibility": "资格核对",
    "look_back": "回溯期",
    "grade": "等级",
    "source": "出处",
    "quote": "原文",
    "reason": "理由",
    "authority": "主管部门",
    "limit": "限额",
    "amount": "金额",
    "preference": "优先",
    "compare": "比较",
    "false_data": "虚假材料",
    "small_talk": "寒暄",
    "smalltalk": "寒暄",
    "none": "其他",
    "other": "其他",
}
SETS = {
    "policy_qa": "单个问题",
    "policy_qa_fresh": "单个问题（后写）",
    "policy_dialogues": "对话",
    "policy_dialogues_fresh": "对话（后写）",
    "dialogues": "对话：省略、回返、更正",
    "time": "同一问题，不同日期",
    "refusals": "拒答与近似问题",
    "adversarial": "误导性问题",
    "eligibility": "资格核对",
}
PERTURBATIONS = {
    "typos": "错别字",
    "dropped_character": "漏一个字",
    "traditional": "繁体字",
    "no_punctuation": "无标点",
    "polite": "客套话",
    "english": "英文",
}
FAULTS = {
    "composer corrupts figures, gate on": "改写答复中的数字，核验在岗",
    "composer corrupts figures, gate off": "改写答复中的数字，核验撤下",
    "retrieval shuffled": "检索结果打乱",
    "one rule flipped": "一条规则取反",
    "all days shifted by one": "日期错后一天",
    "one document removed": "缺一份文件",
}
TARGETS = {
    "assistant": "本助手",
    "plain_rag": "普通 RAG",
    "bm25": "仅 BM25",
    "deterministic": "不用模型的引擎",
}
