#include "score/scorecard.h"

#include <algorithm>
#include <map>

#include "ledger/records.h"
#include "pack/load.h"
#include "score/rules.h"

namespace jiheng::score {
namespace {

using expr::Value;

class Composer {
 public:
  Composer(store::Database& database, const pack::Library& library, const pack::Rubric& rubric,
           const measure::Figures& figures)
      : database_(database), library_(library), rubric_(rubric), figures_(figures), context_{&library.calendar} {
    values_.resize(static_cast<std::size_t>(rubric.scope.size()));
    std::copy(figures.values().begin(), figures.values().end(), values_.begin() + 1);
  }

  Result<Scorecard> run() {
    Scorecard card;
    card.unit_id = figures_.unit_id();
    card.year = figures_.year();
    card.rubric = &rubric_;
    card.total = zero();
    for (const pack::Item& item : rubric_.items) {
      auto scored = score_item(item);
      if (!scored) return fail(std::move(scored.error()));
      card.total += scored->score;
      card.items.push_back(std::move(*scored));
    }
    card.grade = grade_of(rubric_, card.total);
    add_groups(card);
    return card;
  }

 private:
  Decimal zero() const { return Decimal::from_parts(0, rubric_.decimals); }
  Decimal rounded(const Ratio& points) const { return points.rounded(rubric_.decimals, Rounding::half_up); }

  const pack::Group* group(std::string_view id) const {
    const auto found =
        std::find_if(rubric_.groups.begin(), rubric_.groups.end(), [&](const pack::Group& g) { return g.id == id; });
    return found == rubric_.groups.end() ? nullptr : &*found;
  }

  Result<ItemScore> score_item(const pack::Item& item) {
    ItemScore scored;
    scored.item = &item;
    for (const pack::Group* g = group(item.group); g != nullptr; g = group(g->parent)) {
      scored.path.insert(scored.path.begin(), g->title);
    }
    for (const int slot : item.rule.slots()) {
      if (slot == 0) continue;
      const auto measure = static_cast<std::size_t>(slot - 1);
      scored.inputs.push_back({&library_.measures[measure], figures_[measure]});
    }
    values_[0] = Value::of(Ratio(item.full));
    const auto points = apply_rule(item, values_, context_);
    if (!points) return fail(points.error());
    const auto ground = Marks::ground_of(*points);
    scored.score = Marks(rubric_, item).score_of(*points);
    scored.lost = item.full.rounded(rubric_.decimals, Rounding::half_up) - scored.score;
    scored.no_base = ground == Marks::Ground::no_base;

    const bool loses = scored.lost.sign() > 0;
    if (loses && item.rows) {
      if (auto read = read_rows(item, scored.rows); !read) return fail(std::move(read.error()));
    }
    if (ground == Marks::Ground::no_base) {
      scored.why = no_base_reason(item);
    } else if (ground == Marks::Ground::no_data) {
      scored.why = no_data_reason(scored);
    } else if (loses) {
      auto reason = loss_reason(scored);
      if (!reason) return fail(std::move(reason.error()));
      scored.why = std::move(*reason);
    }
    return scored;
  }

  std::string no_base_reason(const pack::Item& item) const {
    if (!item.no_base_words.empty()) return item.no_base_words;
    return message_text(item.no_base == pack::NoBasePolicy::full ? "score.why-no-base-full" : "score.why-no-base-zero");
  }

  // Which figures are missing; a rule may also have no value though every figure has one.
  std::string no_data_reason(const ItemScore& scored) const {
    std::string missing;
    for (const Input& input : scored.inputs) {
      if (!input.value.is_null()) continue;
      if (!missing.empty()) missing += "、";
      missing += input.measure->title;
    }
    if (missing.empty()) missing = scored.item->title;
    return message_text("score.why-no-data", {{"measures", missing}});
  }

  Result<std::string> loss_reason(const ItemScore& scored) const {
    const pack::Item& item = *scored.item;
    if (!item.lost.empty()) return filled(item.lost, scored);
    std::string reason;
    for (const LostRow& row : scored.rows) {
      if (!reason.empty()) reason += "；";
      reason += row.why.empty() ? message_text("score.why-row", {{"row", row.label}, {"lost", row.lost.to_string()}})
                                : message_text("score.why-row-because",
                                               {{"row", row.label}, {"lost", row.lost.to_string()}, {"why", row.why}});
    }
    if (!reason.empty()) return reason;
    return message_text("score.why-rule", {{"words", item.words.empty() ? item.rule.source() : item.words},
                                           {"score", scored.score.to_string()},
                                           {"lost", scored.lost.to_string()}});
  }

  Result<std::string> filled(const std::string& text, const ItemScore& scored) const {
    const auto pieces = pack::parse_template(text);
    if (!pieces) return fail(pieces.error());
    std::string result;
    for (const pack::TextPiece& piece : *pieces) {
      if (piece.name.empty()) {
        result += piece.literal;
      } else if (piece.name == "full") {
        result += scored.item->full.to_string();
      } else if (piece.name == "score") {
        result += scored.score.to_string();
      } else if (piece.name == "lost") {
        result += scored.lost.to_string();
      } else if (const pack::Measure* measure = library_.find_measure(piece.name)) {
        const Value& value = figures_[static_cast<std::size_t>(measure - library_.measures.data())];
        if (piece.format == "title") {
          result += measure->title;
        } else {
          result +=
              piece.format == "number" ? measure::display_number(*measure, value) : measure::display(*measure, value);
        }
      }
    }
    return result;
  }

  struct Share {
    LostRow row;
    Ratio full;
    Ratio earned;
  };

  // The rows of the item's measure that earned less than they could have, in key order.
  Status read_rows(const pack::Item& item, std::vector<LostRow>& rows) const {
    const pack::Measure& measure = *library_.find_measure(item.rows->measure);
    std::vector<Share> shares;
    Ratio all;
    const auto read =
        measure::each_row(database_, library_, figures_, measure, [&](const measure::EvidenceRow& evidence) -> Status {
          const auto full = item.rows->full.evaluate(evidence.record.values, context_);
          if (!full) return fail(full.error());
          if (full->kind() != Value::Kind::number) return {};  // could have earned nothing, so it lost nothing
          const Value& earned = evidence.contribution;
          Share share{{}, full->number(), earned.kind() == Value::Kind::number ? earned.number() : Ratio(0)};
          all = all + share.full;
          if (!(share.earned < share.full)) return {};
          if (auto named = name(item, evidence, share.row); !named) return named;
          shares.push_back(std::move(share));
          return {};
        });
    if (!read) return read;
    // In points: rows whose full marks add up to something else than the item's share its points in proportion.
    const Ratio points = divide(Ratio(item.full), all).value_or(Ratio(1));
    for (Share& share : shares) {
      share.row.full = rounded(share.full * points);
      share.row.score = rounded((share.earned.sign() < 0 ? Ratio(0) : share.earned) * points);
      share.row.lost = share.row.full - share.row.score;
      rows.push_back(std::move(share.row));
    }
    return {};
  }

  Status name(const pack::Item& item, const measure::EvidenceRow& evidence, LostRow& row) const {
    const pack::Register& definition = *evidence.definition;
    const auto cell = [&](int field) {
      const auto index = static_cast<std::size_t>(field);
      return ledger::cell_text(definition.fields[index],
                               evidence.record.values[index + pack::Register::first_field_slot]);
    };
    for (const int field : definition.key) {
      if (!row.key.empty()) row.key += " / ";
      row.key += cell(field);
    }
    row.label = cell(definition.label);
    const auto why = item.rows->why.evaluate(evidence.record.values, context_);
    if (!why) return fail(why.error());
    if (why->kind() == Value::Kind::text) row.why = why->text();
    return {};
  }

  // A group's score is the sum of its items' and its groups'.
  void add_groups(Scorecard& card) const {
    std::map<std::string_view, Decimal> sums;
    for (const ItemScore& scored : card.items) {
      for (const pack::Group* g = group(scored.item->group); g != nullptr; g = group(g->parent)) {
        sums.try_emplace(g->id, zero()).first->second += scored.score;
      }
    }
    for (const pack::Group& g : rubric_.groups) {
      int level = 0;
      for (const pack::Group* above = group(g.parent); above != nullptr; above = group(above->parent)) ++level;
      card.groups.push_back({&g, level, sums.try_emplace(g.id, zero()).first->second});
    }
  }

  store::Database& database_;
  const pack::Library& library_;
  const pack::Rubric& rubric_;
  const measure::Figures& figures_;
  expr::Context context_;
  std::vector<Value> values_;  // by slot of the rubric's scope
};

}  // namespace

std::string grade_of(const pack::Rubric& rubric, const Decimal& total) {
  for (const pack::Grade& grade : rubric.grades) {
    if (total >= grade.minimum) return grade.title;
  }
  return {};
}

Result<Scorecard> score(store::Database& database, const pack::Library& library, const pack::Rubric& rubric,
                        const measure::Figures& figures) {
  try {
    return Composer(database, library, rubric, figures).run();
  } catch (const ArithmeticOverflow&) {
    return fail("score.overflow", {{"item", rubric.title}});
  }
}

}  // namespace jiheng::score
