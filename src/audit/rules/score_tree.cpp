#include "audit/rules/score_tree.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace jiheng::audit {
namespace {

class Reader {
 public:
  explicit Reader(const Context& context) : context_(context), all_(context.analysis.item_marks) {
    for (std::size_t m = 0; m < all_.size(); ++m) {
      if (all_[m].full && value(*all_[m].full).sign() > 0 && value(*all_[m].full) < Decimal(100)) marks_.push_back(m);
    }
  }

  std::vector<std::vector<MarkNode>> read() {
    constexpr std::size_t most = 80;  // marks told in a text; more are not read
    std::vector<std::vector<MarkNode>> trees;
    if (marks_.size() < 2 || marks_.size() > most) return trees;
    Fit fit;
    std::size_t at = 0;
    while (at < marks_.size() && all_from(at)) {
      const auto& [end, reading] = *all_from(at)->first;
      fit += fit_of(reading);
      trees.push_back(nodes_of(reading));
      at = end;
    }
    if (trees.empty()) return trees;
    read_parts(trees.back(), at);
    if (at < marks_.size()) ++fit.bends;
    if (fit.bends > 2 || (fit.bends + fit.untold > 0 && fit.differences > 0)) return {};
    return trees;
  }

 private:
  // 履职效能满分50分，…；管理效率满分50分，…。 And in the paragraphs after: what each of these heads is made of, in
  // order.
  void read_parts(std::vector<MarkNode>& heads, std::size_t& at) {
    const std::size_t last_head = all_[heads.back().mark].block;
    if (at >= marks_.size() || all_[marks_[at]].block <= last_head) return;
    std::vector<MarkNode> with = heads;
    std::size_t after = at;
    for (MarkNode& head : with) {
      if (!head.parts.empty() || after >= marks_.size()) continue;
      const Readings& readings = read_from(after, value(*all_[head.mark].full));
      if (readings.empty() || readings.begin()->second.rest == nullptr) continue;
      head.parts = nodes_of(readings.begin()->second);
      after = readings.begin()->first;
    }
    if (after == marks_.size()) heads = std::move(with), at = after;
  }

  // How well marks earned and places agree with a reading.
  struct Fit {
    int bends = 0;        // parts above their head, unlike their siblings, or not all told below it
    int untold = 0;       // heads whose own paragraph tells only some of their parts
    int differences = 0;  // marks earned that are not what their parts come to
    int cost() const { return 4 * bends + untold + 2 * differences; }
    Fit& operator+=(const Fit& other) {
      bends += other.bends;
      untold += other.untold;
      differences += other.differences;
      return *this;
    }
  };
  // A run of marks whose full marks come to what was asked for: its first mark, the parts of that, and what follows.
  struct Reading {
    Fit fit;
    Decimal earned;  // of the run
    std::size_t mark = none;
    const Reading* parts = nullptr;
    const Reading* rest = nullptr;
  };
  using Readings = std::map<std::size_t, Reading>;  // by the mark after the run: the best that ends there
  struct All {
    Readings::const_iterator first;  // the reading of the first 100
    int cost = 0;                    // of it and of all that follow
  };

  Fit fit_of(const Reading& whole) const {
    Fit fit = whole.fit;
    const auto& totals = context_.analysis.total_scores;
    if (!totals.empty() && whole.earned != value(totals.front())) ++fit.differences;
    return fit;
  }
  const std::optional<All>& all_from(std::size_t at) {
    if (const auto known = all_from_.find(at); known != all_from_.end()) return known->second;
    std::optional<All> best;
    const Readings& readings = read_from(at, Decimal(100));
    for (auto one = readings.begin(); one != readings.end(); ++one) {
      int cost = fit_of(one->second).cost();
      if (one->first < marks_.size()) {
        const std::optional<All>& rest = all_from(one->first);
        cost += rest ? rest->cost : 4;
      }
      if (!best || cost < best->cost) best = All{one, cost};
    }
    return all_from_[at] = best;
  }

  const Decimal& value(std::size_t figure) const { return context_.analysis.figures[figure].value; }
  const Decimal& full(std::size_t m) const { return value(*all_[marks_[m]].full); }
  const Decimal& earned(std::size_t m) const { return value(all_[marks_[m]].earned); }
  int rank(std::size_t m) const {
    constexpr int deepest = 50;  // a paragraph without a number stands below those with one
    const auto marking = context_.analysis.document.blocks[all_[marks_[m]].block].marking;
    return marking == reading::Marking::none ? deepest : static_cast<int>(marking);
  }

  const Readings& read_from(std::size_t m, const Decimal& wanted) {
    const auto key = std::make_pair(m, wanted.normalized().to_string());
    if (const auto known = known_.find(key); known != known_.end()) return *known->second;
    constexpr std::size_t most = 20'000;  // ways to go on: more are no scorecard
    auto found = std::make_unique<Readings>();
    if (known_.size() < most && m < marks_.size() && full(m) <= wanted) {
      const Decimal rest = wanted - full(m);
      add(*found, m, m + 1, rest, nullptr, {});
      // Its parts: two or more.
      for (const auto& [end, reading] : read_from(m + 1, full(m))) {
        if (reading.rest == nullptr) continue;
        Fit fit = reading.fit;
        fit.differences += reading.earned != earned(m);
        fit.bends += !lies_in(m + 1, m);
        // Parts told in the head's paragraph do not go on in the next.
        const Reading* last = &reading;
        while (last->rest != nullptr) last = last->rest;
        fit.bends += same_block(m + 1, m) && !same_block(last->mark, m);
        add(*found, m, end, rest, &reading, fit);
      }
      // Parts that are not all told with their full marks.
      std::size_t end = m + 1;
      while (!is_sibling(end, m) && end < marks_.size() &&
             (rank(end) > rank(m) || all_[marks_[end]].block == all_[marks_[m]].block))
        ++end;
      const bool in_paragraph = end > m + 1 && same_block(end - 1, m);
      if (end > m + 1) add(*found, m, end, rest, nullptr, {.bends = !in_paragraph, .untold = in_paragraph});
    }
    return *(known_[key] = std::move(found));
  }
  // Within one paragraph, behind the mark that leads it, and not told as a part.
  bool is_sibling(std::size_t next, std::size_t m) const {
    return next < marks_.size() && m > 0 && same_block(m - 1, m) && same_block(next, m) && !all_[marks_[next]].nested;
  }
  // In its paragraph, or in one of a deeper number.
  bool lies_in(std::size_t part, std::size_t head) const { return same_block(part, head) || rank(part) > rank(head); }
  bool same_block(std::size_t a, std::size_t b) const { return all_[marks_[a]].block == all_[marks_[b]].block; }

  void add(Readings& found, std::size_t m, std::size_t end, const Decimal& rest, const Reading* parts, Fit fit) {
    const auto keep = [&](std::size_t after, const Reading* next) {
      Reading reading{fit, earned(m), m, parts, next};
      if (next != nullptr) {
        reading.fit += next->fit;
        reading.fit.bends += rank(next->mark) != rank(m) && !same_block(next->mark, m);
        reading.earned += next->earned;
      }
      const auto known = found.find(after);
      if (known == found.end() || reading.fit.cost() < known->second.fit.cost()) found[after] = reading;
    };
    if (rest.is_zero()) return keep(end, nullptr);
    for (const auto& [after, next] : read_from(end, rest)) keep(after, &next);
  }

  std::vector<MarkNode> nodes_of(const Reading& first) const {
    std::vector<MarkNode> nodes;
    for (const Reading* one = &first; one != nullptr; one = one->rest) {
      nodes.push_back({marks_[one->mark], one->parts != nullptr ? nodes_of(*one->parts) : std::vector<MarkNode>()});
    }
    return nodes;
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Context& context_;
  const std::vector<ItemMark>& all_;
  std::vector<std::size_t> marks_;  // those with a full mark
  std::map<std::pair<std::size_t, std::string>, std::unique_ptr<Readings>> known_;
  std::map<std::size_t, std::optional<All>> all_from_;
};

}  // namespace

std::vector<std::vector<MarkNode>> score_trees(const Context& context) {
  return Reader(context).read();
}

}  // namespace jiheng::audit
