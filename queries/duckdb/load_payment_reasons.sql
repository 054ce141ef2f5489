-- Purpose: why a payment is no trade: salary, tax, own_account or bank_to_bank; NULL for one that is.
-- Parameters: none; reads accepted (one sheet of payments).
-- Columns: those of accepted, left_out.
-- A memo or payee speaks of salaries and taxes; a company that pays itself moves its own money; two banks settle. A memo
-- that speaks of goods and mentions the tax on them (`货款，增值税发票`) is trade.
CREATE OR REPLACE TEMP TABLE paying AS
SELECT *, CASE
    WHEN lower(payer) = lower(payee)
        OR regexp_matches(coalesce(memo, ''), '(?i)同名划转|本人转账|自有资金划转|内部转账|内部划转|资金归集|资金下拨|账户互转|own account|internal transfer')
        THEN 'own_account'
    WHEN regexp_matches(coalesce(memo, ''), '(?i)工资|薪资|薪酬|薪金|奖金|代发工|代发薪|代发奖|代发户|^代发$|社保|社会保险|公积金|医保|养老金|年金|salary|salaries|payroll|wages|bonus')
            AND NOT regexp_matches(coalesce(memo, ''), '货款|材料款|设备款|工程款')
        OR regexp_matches(payee, '代发工资|代发户|社会保险|社保中心|公积金管理中心')
        THEN 'salary'
    WHEN regexp_matches(coalesce(memo, ''), '(?i)税款|缴税|纳税|扣税|税费|增值税|所得税|印花税|附加税|关税|\btax(es)?\b|\bvat\b')
            AND NOT regexp_matches(coalesce(memo, ''), '(?i)货款|材料款|设备款|工程款|发票|专票|含税|价税|invoice')
        OR regexp_matches(payee, '税务局|国家金库|中央金库|国库|财政局|海关总署|待报解')
        THEN 'tax'
    WHEN regexp_matches(payer, '(?i)银行|信用社|农信联社|\bbank\b') AND regexp_matches(payee, '(?i)银行|信用社|农信联社|\bbank\b')
        THEN 'bank_to_bank'
END AS left_out
FROM accepted
