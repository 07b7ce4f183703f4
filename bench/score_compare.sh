#!/usr/bin/env bash
# Scores the same figures of 30,000 units by the 25 rules of packs/guangzhou-2022 with three programs, in one run:
# Jiheng (exact), PostgreSQL (numeric, its own temporary server) and pandas (binary doubles). Item scores are rounded to
# two decimals, half up, and totalled per unit; each program prints the median of five passes over data already in memory
# and the sum of all totals, which must agree to the cent between the exact ones. The rules below are those of the
# rubric, written out by hand: if the rubric changes, the sums differ and this script says so.
#
#   bench/score_compare.sh [BUILD]     (default: build; configured with -DJIHENG_BENCH=ON)
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
units=30000
python=/usr/bin/python3 # Debian's, whose packages apt-get installs

if [ -z "${JIHENG_TEST_POSTGRES:-}" ]; then exec tests/postgres/with_postgres "$0" "$build"; fi
if ! $python -c 'import pandas' 2>/dev/null; then
  echo "installing python3-pandas for the comparison" >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-pandas >/dev/null 2>&1 ||
    echo "python3-pandas cannot be installed: left out" >&2
fi

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
csv=$directory/figures.csv
"$build/bench/score_bench" packs/guangzhou-2022 --csv "$csv" "$units"
"$build/bench/score_bench" | tee "$directory/jiheng"

# One rule per line: name|expression, full marks written as numbers. A base of 0 is NULL here, and each rule answers it as
# its item does (PostgreSQL's LEAST and GREATEST skip nulls, so that has to be said).
rules=$(cat <<'RULES'
A1|COALESCE(20 * goals_output_score / NULLIF(goals_output_weight, 0), 0)
A2|COALESCE(20 * goals_effect_score / NULLIF(goals_effect_weight, 0), 0)
A3|CASE WHEN budget_execution_rate IS NULL THEN 0 ELSE 10 * LEAST(1, budget_execution_rate) END
B1|COALESCE(3 * projects_new_evaluated / NULLIF(projects_new_total, 0), 3)
B2|2 * CASE WHEN budget_carry_over_rate IS NULL THEN 0 WHEN budget_carry_over_rate <= 0.1 THEN 1 WHEN budget_carry_over_rate <= 0.2 THEN 0.6 WHEN budget_carry_over_rate <= 0.3 THEN 0.3 ELSE 0 END
B3|GREATEST(0, 2 - 0.5 * findings_finance) * LEAST(1, policies_finance)
B4|2 * LEAST(1, disclosures_accounts_on_time / GREATEST(2, disclosures_accounts_due))
B5|2 * LEAST(1, disclosures_performance_kinds / 2) * disclosures_performance_done / GREATEST(1, disclosures_performance_due)
B6|5 * LEAST(1, policies_performance_aspects / 5)
B7|COALESCE(3 * performance_applied / NULLIF(performance_applications, 0), 0)
B8|CASE WHEN performance_tasks = 0 THEN 0 ELSE GREATEST(0, 7 * performance_tasks_on_time / NULLIF(performance_tasks, 0) - 0.5 * performance_returned) END
B9|COALESCE(2 * procurement_intention_on_time / NULLIF(procurement_intention_due, 0), 2)
B10|1 * LEAST(1, policies_procurement)
B11|GREATEST(0, 2 - 0.5 * (procurement_violations + procurement_announced_late + findings_procurement))
B12|COALESCE(3 * procurement_signed_on_time / NULLIF(procurement_notified, 0), 3)
B13|COALESCE(1 * procurement_filed_on_time / NULLIF(procurement_contracts, 0), 1)
B14|CASE WHEN procurement_sme_share IS NULL THEN 1 ELSE LEAST(1, procurement_sme_share / 0.3) END
B15|GREATEST(0, 2 - 0.5 * assets_over_standard)
B16|COALESCE(1 * asset_income_on_time / NULLIF(asset_income_total, 0), 1)
B17|COALESCE(1 * assets_counted / NULLIF(assets_total, 0), 1)
B18|COALESCE(2 * assets_matched / NULLIF(assets_total, 0), 2)
B19|GREATEST(0, 2 - 0.5 * findings_asset) * LEAST(1, policies_asset)
B20|CASE WHEN assets_use_rate IS NULL THEN 2 ELSE 2 * LEAST(1, assets_use_rate / 0.9) END
B21|2 * CASE WHEN budget_operating_rate IS NULL THEN 0 WHEN budget_operating_rate <= 1 THEN 1 WHEN budget_operating_rate <= 1.05 THEN 0.5 ELSE 0 END
B22|CASE WHEN three_public_actual <= three_public_budget THEN 2 ELSE 0 END
RULES
)
declare -A full=([A1]=20 [A2]=20 [A3]=10 [B1]=3 [B2]=2 [B3]=2 [B4]=2 [B5]=2 [B6]=5 [B7]=3 [B8]=7 [B9]=2 [B10]=1 [B11]=2
  [B12]=3 [B13]=1 [B14]=1 [B15]=2 [B16]=1 [B17]=1 [B18]=2 [B19]=2 [B20]=2 [B21]=2 [B22]=2)

columns=$(head -n 1 "$csv")
definitions=$(tr ',' '\n' <<<"$columns" | sed 's/$/ numeric/' | paste -sd, -)
scores= total=
while IFS='|' read -r name rule; do
  scores+=", ROUND(LEAST(${full[$name]}, GREATEST(0, $rule)), 2) AS $name"
  total+="${total:+ + }$name"
done <<<"$rules"

psql=(psql -X -q "$JIHENG_TEST_POSTGRES")
"${psql[@]}" <<SQL
SET client_min_messages = warning;
CREATE UNLOGGED TABLE figures (unit serial, $definitions);
\copy figures ($columns) FROM '$csv' WITH (FORMAT csv, HEADER true)
VACUUM ANALYZE figures;
SQL
score_sql="CREATE TEMPORARY TABLE scored AS SELECT *, $total AS total FROM (SELECT unit$scores FROM figures) AS items"
for pass in 1 2 3 4 5 6; do
  printf '%s\n' '\timing on' "$score_sql;" '\timing off' '\t on' '\a' 'SELECT SUM(total) FROM scored;'
  printf '%s\n' '\t off' '\a' 'DROP TABLE scored;'
done | "${psql[@]}" >"$directory/postgres"
# The first pass only warms up.
median=$(sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' "$directory/postgres" | tail -n 5 | sort -n | sed -n 3p)
postgres_sum=$(grep -E '^[0-9.]+$' "$directory/postgres" | tail -n 1)
printf 'postgres, numeric  %7d units x 25 items, 1 process %8.1f ms   sum of totals %s\n' "$units" "$median" "$postgres_sum"

if $python -c 'import pandas' 2>/dev/null; then
  cat >"$directory/score.py" <<'PYTHON'
import statistics, sys, time
import numpy as np, pandas as pd

f = pd.read_csv(sys.argv[1], dtype="float64")

def least(a, b): return np.minimum(a, b)
def most(a, b): return np.maximum(a, b)
def share(points, part, whole, no_base): return (points * part / whole).where(whole != 0, no_base)

def score():
    s = {}
    s["A1"] = share(20, f.goals_output_score, f.goals_output_weight, 0)
    s["A2"] = share(20, f.goals_effect_score, f.goals_effect_weight, 0)
    s["A3"] = (10 * least(1, f.budget_execution_rate)).fillna(0)
    s["B1"] = share(3, f.projects_new_evaluated, f.projects_new_total, 3)
    c = f.budget_carry_over_rate
    s["B2"] = 2 * np.select([c <= 0.1, c <= 0.2, c <= 0.3], [1, 0.6, 0.3], 0)
    s["B3"] = most(0, 2 - 0.5 * f.findings_finance) * least(1, f.policies_finance)
    s["B4"] = 2 * least(1, f.disclosures_accounts_on_time / most(2, f.disclosures_accounts_due))
    s["B5"] = (2 * least(1, f.disclosures_performance_kinds / 2) * f.disclosures_performance_done
               / most(1, f.disclosures_performance_due))
    s["B6"] = 5 * least(1, f.policies_performance_aspects / 5)
    s["B7"] = share(3, f.performance_applied, f.performance_applications, 0)
    s["B8"] = most(0, 7 * f.performance_tasks_on_time / f.performance_tasks
                   - 0.5 * f.performance_returned).where(f.performance_tasks != 0, 0)
    s["B9"] = share(2, f.procurement_intention_on_time, f.procurement_intention_due, 2)
    s["B10"] = least(1, f.policies_procurement)
    s["B11"] = most(0, 2 - 0.5 * (f.procurement_violations + f.procurement_announced_late + f.findings_procurement))
    s["B12"] = share(3, f.procurement_signed_on_time, f.procurement_notified, 3)
    s["B13"] = share(1, f.procurement_filed_on_time, f.procurement_contracts, 1)
    s["B14"] = least(1, f.procurement_sme_share / 0.3).fillna(1)
    s["B15"] = most(0, 2 - 0.5 * f.assets_over_standard)
    s["B16"] = share(1, f.asset_income_on_time, f.asset_income_total, 1)
    s["B17"] = share(1, f.assets_counted, f.assets_total, 1)
    s["B18"] = share(2, f.assets_matched, f.assets_total, 2)
    s["B19"] = most(0, 2 - 0.5 * f.findings_asset) * least(1, f.policies_asset)
    s["B20"] = (2 * least(1, f.assets_use_rate / 0.9)).fillna(2)
    o = f.budget_operating_rate
    s["B21"] = 2 * np.select([o <= 1, o <= 1.05], [1, 0.5], 0)
    s["B22"] = np.where(f.three_public_actual <= f.three_public_budget, 2, 0)
    full = {"A1": 20, "A2": 20, "A3": 10, "B1": 3, "B6": 5, "B7": 3, "B8": 7, "B10": 1, "B12": 3, "B13": 1, "B14": 1,
            "B16": 1, "B17": 1}
    # Half up, as far as doubles go.
    items = {k: np.floor(np.clip(v, 0, full.get(k, 2)) * 100 + 0.5) / 100 for k, v in s.items()}
    card = pd.DataFrame(items)
    card["total"] = card.sum(axis=1)
    return card

score()
times = []
for _ in range(5):
    start = time.perf_counter()
    card = score()
    times.append((time.perf_counter() - start) * 1000)
print("pandas, doubles    %7d units x 25 items, 1 thread  %8.1f ms   sum of totals %.2f"
      % (len(f), statistics.median(times), card["total"].sum()))
PYTHON
  $python "$directory/score.py" "$csv"
fi

jiheng_sum=$(grep -oE '[0-9.]+$' "$directory/jiheng" | head -n 1)
if ! [ "$(printf '%s - %s\n' "$jiheng_sum" "$postgres_sum" | bc)" = 0 ]; then
  echo "the exact sums differ: $jiheng_sum (Jiheng) $postgres_sum (PostgreSQL)" >&2
  exit 1
fi
echo "the exact sums agree"
