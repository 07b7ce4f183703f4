#include "audit/copies.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Document;
using reading::Span;

constexpr std::uint64_t base = 0x9E3779B97F4A7C15;  // odd: polynomials over 64 bits

std::uint64_t mixed(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93;
  return h ^ h >> 32;
}

std::uint64_t letter(char32_t c) {
  return (c + 1) * 0xC2B2AE3D27D4EB4F;
}

// Hashes of all stretches of one text: hash(i, n) of [i, i + n).
class Hashes {
 public:
  void read(std::u32string_view text) {
    prefix_.resize(text.size() + 1);
    prefix_[0] = 0;
    for (std::size_t i = 0; i < text.size(); ++i) prefix_[i + 1] = prefix_[i] * base + letter(text[i]);
  }
  // `power` is base to the power of n.
  std::uint64_t at(std::size_t i, std::size_t n, std::uint64_t power) const {
    return mixed(prefix_[i + n] - prefix_[i] * power);
  }

 private:
  std::vector<std::uint64_t> prefix_;
};

std::uint64_t power_of(std::uint32_t n) {
  std::uint64_t power = 1;
  while (n-- > 0) power *= base;
  return power;
}

// The least hash in each window of `width` neighbouring grams, the rightmost of equals; each place once.
class Winnower {
 public:
  Winnower(std::uint32_t gram, std::uint32_t window) : gram_(gram), width_(window - gram + 1), power_(power_of(gram)) {}

  void select(const Sequence& sequence, std::vector<Fingerprint>& out) {
    hashes_.read(sequence.text);
    for (std::size_t p = 0; p + 1 < sequence.parts.size(); ++p) select(sequence.parts[p], sequence.parts[p + 1], out);
  }

 private:
  struct Candidate {
    std::uint64_t hash;
    std::uint32_t index;
  };

  void select(std::uint32_t begin, std::uint32_t end, std::vector<Fingerprint>& out) {
    if (end - begin < gram_ + width_ - 1) return;
    Candidate least{0, 0};
    for (std::uint32_t i = begin; i + gram_ <= end; ++i) {
      const std::uint64_t hash = hashes_.at(i, gram_, power_);
      ring_.resize(width_);
      ring_[i % width_] = hash;
      if (i + 1 < begin + width_) continue;
      const std::uint32_t first = i + 1 - width_;
      if (i == begin + width_ - 1 || least.index < first) {  // the least has left the window: look again
        least = {ring_[first % width_], first};
        for (std::uint32_t j = first + 1; j <= i; ++j) {
          if (ring_[j % width_] <= least.hash) least = {ring_[j % width_], j};
        }
      } else if (hash <= least.hash) {
        least = {hash, i};
      } else {
        continue;
      }
      out.push_back({static_cast<std::uint32_t>(least.hash), least.index});
    }
  }

  std::uint32_t gram_, width_;
  std::uint64_t power_;
  Hashes hashes_;
  std::vector<std::uint64_t> ring_;
};

// Which fingerprints may stand in more than one document: a set of those seen once and of those seen again, both by
// slot, so that a few that stand in one only pass for shared.
class SharedFingerprints {
 public:
  explicit SharedFingerprints(const std::vector<Comparable>& documents) {
    std::size_t total = 0;
    for (const Comparable& d : documents) total += d.fingerprints.size();
    const std::size_t slots = std::min<std::size_t>(std::bit_ceil(8 * total + 64), std::size_t{1} << 32);
    mask_ = slots - 1;
    once_ = Positions(slots);
    again_ = Positions(slots);
    std::vector<std::uint32_t> hashes;
    for (const Comparable& d : documents) {
      hashes.clear();
      for (const Fingerprint& f : d.fingerprints) hashes.push_back(slot(f));
      std::sort(hashes.begin(), hashes.end());
      hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
      for (const std::uint32_t h : hashes) (once_.contains(h) ? again_ : once_).add(h);
    }
  }

  bool contains(const Fingerprint& f) const { return again_.contains(slot(f)); }

 private:
  std::uint32_t slot(const Fingerprint& f) const { return f.hash & static_cast<std::uint32_t>(mask_); }

  std::size_t mask_ = 0;
  Positions once_, again_;
};

// Walks the compared characters of a document from one place, as long as no block left out lies between.
class Walker {
 public:
  Walker(const Comparable& comparable, std::uint32_t position) : comparable_(comparable), position_(position) {}

  char32_t character() const { return comparable_.document->text[position_]; }
  std::uint32_t position() const { return position_; }
  bool forward() {
    const std::uint32_t next = comparable_.compared.next(position_ + 1);
    if (next == Positions::none || are_parted(comparable_.document->text, position_, next)) return false;
    position_ = next;
    return true;
  }
  bool back() {
    const std::uint32_t previous = comparable_.compared.previous(position_);
    if (previous == Positions::none || are_parted(comparable_.document->text, previous, position_)) return false;
    position_ = previous;
    return true;
  }

 private:
  const Comparable& comparable_;
  std::uint32_t position_;
};

struct Occurrence {
  std::uint32_t document = 0;
  std::uint32_t position = 0;  // in Document::text
};

// Hash → first occurrence. Several windows may have one hash; the caller compares the text.
class FirstOccurrences {
 public:
  FirstOccurrences() : entries_(1 << 12) {}

  // The occurrence with this hash that `is_same` accepts, or nullptr after `own` has been put down as the first.
  template <class IsSame>
  const Occurrence* find_or_add(std::uint64_t hash, Occurrence own, const IsSame& is_same) {
    if (2 * size_ >= entries_.size()) grow();
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    std::size_t i = hash & (entries_.size() - 1);
    for (; entries_[i].used; i = (i + 1) & (entries_.size() - 1)) {
      if (entries_[i].tag == tag && is_same(entries_[i].at)) return &entries_[i].at;
    }
    entries_[i] = {tag, static_cast<std::uint32_t>(hash), own, true};
    ++size_;
    return nullptr;
  }

 private:
  struct Entry {
    std::uint32_t tag = 0, low = 0;  // the two halves of the hash
    Occurrence at;
    bool used = false;
  };

  void grow() {
    std::vector<Entry> old(2 * entries_.size());
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (!entry.used) continue;
      std::size_t i = (std::uint64_t{entry.tag} << 32 | entry.low) & (entries_.size() - 1);
      while (entries_[i].used) i = (i + 1) & (entries_.size() - 1);
      entries_[i] = entry;
    }
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

// Characters that the later document shares with an earlier one.
struct Run {
  std::uint32_t other = 0;           // the earlier document
  std::uint32_t begin = 0, end = 0;  // in the later one's Sequence
  std::uint32_t length = 0;          // characters, punctuation counted, what is left out not
  Span here, there;                  // in the documents' texts
};

// The characters of a run: the compared ones, and the punctuation between two of them when nothing else is there.
std::uint32_t length_of(std::u32string_view text, const Sequence& sequence, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t length = end - begin;
  for (std::uint32_t i = begin + 1; i < end; ++i) {
    const std::uint32_t from = sequence.positions[i - 1] + 1, to = sequence.positions[i];
    if (from == to) continue;
    std::uint32_t marks = 0;
    bool left_out = false;
    for (std::uint32_t p = from; p < to; ++p) {
      left_out = left_out || is_significant(text[p]);
      marks += text[p] != U'\n' && text[p] != U' ';
    }
    if (!left_out) length += marks;
  }
  return length;
}

constexpr std::uint32_t touching = 8;         // compared characters between two runs that are told as one
constexpr std::uint32_t near_enough = 60;     // and characters of text between them
constexpr std::size_t most_of_pair = 10;      // findings of one pair of documents
constexpr std::uint32_t whole_from = 200;     // characters from which a copy may be called a whole
constexpr std::uint32_t whole_per_cent = 80;  // of the compared characters

bool may_share(const Outline& a, const Outline& b) {
  return !a.unit.empty() && a.unit == b.unit && a.year != 0 && a.year == b.year;
}

// The search through the documents in order.
class Search {
 public:
  Search(const std::vector<Comparable>& documents, std::uint32_t limit, std::uint32_t window, std::uint32_t gram)
      : documents_(documents),
        shared_(documents),
        limit_(limit),
        window_(window),
        gram_(gram),
        power_(power_of(window)) {}

  // What document `number` shares with those before it; all documents must be asked for in order.
  std::vector<Run> runs_of(std::uint32_t number) {
    std::vector<Run> runs;
    here_ = &documents_[number];
    const auto is_shared = [&](const Fingerprint& f) { return shared_.contains(f); };
    if (std::none_of(here_->fingerprints.begin(), here_->fingerprints.end(), is_shared)) return runs;
    sequence_.read(*here_->document, here_->compared);
    hashes_.read(sequence_.text);
    std::size_t part = 0;
    std::uint32_t next = 0;        // windows before it have been looked up
    std::uint32_t told_until = 0;  // the end of the last run kept
    for (const Fingerprint& f : here_->fingerprints) {
      if (!is_shared(f)) continue;
      while (sequence_.parts[part + 1] <= f.index) ++part;
      const std::uint32_t begin = sequence_.parts[part], end = sequence_.parts[part + 1];
      // The windows that hold this fingerprint whole.
      const std::uint32_t reach = window_ - gram_;
      next = std::max({next, begin, f.index > reach ? f.index - reach : 0});
      const std::uint32_t last = std::min(f.index, end - window_);
      while (next <= last) {
        const auto run = look_up(number, next, begin, end);
        if (!run) {
          ++next;
          continue;
        }
        next = run->end - window_ + 1;
        const std::uint32_t fresh = run->end - std::max(run->begin, std::min(told_until, run->end));
        if (run->length < limit_ || run->other == number || fresh < gram_) continue;
        if (may_share(*documents_[run->other].outline, *here_->outline)) continue;
        runs.push_back(*run);
        told_until = run->end;
      }
    }
    return runs;
  }

  std::uint32_t compared() const { return static_cast<std::uint32_t>(sequence_.text.size()); }

 private:
  std::optional<Run> look_up(std::uint32_t number, std::uint32_t index, std::uint32_t begin, std::uint32_t end) {
    const auto is_same = [&](const Occurrence& first) {
      Walker walker(documents_[first.document], first.position);
      for (std::uint32_t i = index;;) {
        if (walker.character() != sequence_.text[i]) return false;
        if (++i == index + window_) return true;
        if (!walker.forward()) return false;
      }
    };
    const std::uint64_t hash = hashes_.at(index, window_, power_);
    const Occurrence* first = table_.find_or_add(hash, {number, sequence_.positions[index]}, is_same);
    if (first == nullptr) return std::nullopt;
    return extended(*first, index, begin, end);
  }

  // As far to both sides as the texts agree. To the left it may overlap what an earlier run took, but only so far that
  // no character is looked at again and again.
  Run extended(const Occurrence& first, std::uint32_t index, std::uint32_t begin, std::uint32_t end) const {
    const Comparable& there = documents_[first.document];
    const std::u32string& text = sequence_.text;
    Run run;
    run.other = first.document;
    Walker left(there, first.position);
    run.begin = index;
    std::uint32_t there_begin = first.position;
    const std::uint32_t stop = std::max(begin, index > 2 * window_ ? index - 2 * window_ : 0);
    while (run.begin > stop && left.back() && left.character() == text[run.begin - 1]) {
      --run.begin;
      there_begin = left.position();
    }
    Walker right(there, first.position);
    run.end = index + 1;
    std::uint32_t there_end = first.position;
    while (run.end < end && right.forward() && right.character() == text[run.end]) {
      ++run.end;
      there_end = right.position();
    }
    run.here = {sequence_.positions[run.begin], sequence_.positions[run.end - 1] + 1};
    run.there = {there_begin, there_end + 1};
    run.length = length_of(here_->document->text, sequence_, run.begin, run.end);
    take_same_mark(here_->document->text, there.document->text, run);
    return run;
  }

  // The mark that ends both is part of the passage.
  static void take_same_mark(std::u32string_view here, std::u32string_view there, Run& run) {
    const char32_t mark = run.here.end < here.size() ? here[run.here.end] : U'\n';
    if (mark != U'。' && mark != U'；' && mark != U'！' && mark != U'？') return;
    if (run.there.end >= there.size() || there[run.there.end] != mark) return;
    ++run.here.end;
    ++run.there.end;
    ++run.length;
  }

  const std::vector<Comparable>& documents_;
  SharedFingerprints shared_;
  std::uint32_t limit_, window_, gram_;
  std::uint64_t power_;
  FirstOccurrences table_;
  const Comparable* here_ = nullptr;
  Sequence sequence_;
  Hashes hashes_;
};

// Whether `next` carries on where `last` ended, in both documents.
bool carries_on(const Run& last, const Run& next) {
  return next.begin >= last.end && next.begin - last.end <= touching && next.here.begin >= last.here.end &&
         next.here.begin - last.here.end <= near_enough && next.there.begin >= last.there.end &&
         next.there.begin - last.there.end <= near_enough;
}

std::map<std::uint32_t, std::vector<Run>> by_pair(const std::vector<Run>& runs) {
  std::map<std::uint32_t, std::vector<Run>> pairs;
  for (const Run& run : runs) {
    std::vector<Run>& merged = pairs[run.other];
    if (merged.empty() || !carries_on(merged.back(), run)) {
      merged.push_back(run);
      continue;
    }
    Run& last = merged.back();
    last.end = run.end;
    last.here.end = run.here.end;
    last.there.end = run.there.end;
    last.length += run.length;
  }
  return pairs;
}

std::string shown_name(const Document& document) {
  return std::filesystem::path(document.file).filename().string();
}

// The findings of one pair.
class PairReport {
 public:
  PairReport(std::uint32_t number, const Comparable& here, std::uint32_t other, const Comparable& there)
      : number_(number), other_(other), here_(here), there_(there) {}

  void report(std::vector<Run> runs, std::uint32_t compared, Report& report) const {
    std::uint32_t total = 0;
    for (const Run& run : runs) total += run.end - run.begin;
    // The longest first; of equals the one that stands first.
    std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.length > b.length; });
    if (total >= whole_from && std::uint64_t{total} * 100 >= std::uint64_t{compared} * whole_per_cent) {
      return add(report, runs.front(),
                 message_text("audit.copy.across-whole", {{"other", shown_name(*there_.document)},
                                                          {"year", year()},
                                                          {"characters", compared},
                                                          {"shared", total}}));
    }
    std::string rest;
    if (runs.size() > most_of_pair) {
      rest = message_text("audit.copy.across-more", {{"count", runs.size() - most_of_pair}});
      runs.resize(most_of_pair);
    }
    for (const Run& run : runs) {
      add(report, run,
          message_text("audit.copy.across", {{"other", shown_name(*there_.document)},
                                             {"year", year()},
                                             {"length", run.length},
                                             {"rest", std::exchange(rest, "")}}));
    }
  }

 private:
  // Said when one office copies its own report of another year.
  std::string year() const {
    const Outline &a = *here_.outline, &b = *there_.outline;
    if (a.unit.empty() || a.unit != b.unit || a.year == 0 || b.year == 0 || a.year == b.year) return "";
    return message_text("audit.copy.across-year", {{"year", b.year}});
  }

  void add(Report& report, const Run& run, std::string message) const {
    report.add("copy.across", std::move(message), {{number_, run.here}, {other_, run.there}});
  }

  std::uint32_t number_, other_;
  const Comparable &here_, &there_;
};

}  // namespace

CopyComparison::CopyComparison(const pack::RuleSet& rules)
    : rules_(rules),
      boilerplate_(rules.boilerplate),
      limit_(static_cast<std::uint32_t>(std::max(rules.copy_across, 10))),
      // At most one character in five is punctuation; what is denser than that is a list of words, not a passage.
      window_(limit_ - limit_ / 5),
      gram_(window_ / 2) {}

Comparable CopyComparison::prepare(const Document& document, const Outline& outline) const {
  Comparable out;
  out.document = &document;
  out.outline = &outline;
  out.compared = comparable_positions(document, outline, boilerplate_);
  Sequence sequence;
  sequence.read(document, out.compared);
  Winnower(gram_, window_).select(sequence, out.fingerprints);
  out.fingerprints.shrink_to_fit();
  return out;
}

std::vector<std::vector<Finding>> CopyComparison::find(const std::vector<Comparable>& documents) const {
  std::vector<std::vector<Finding>> out(documents.size());
  Search search(documents, limit_, window_, gram_);
  for (std::uint32_t number = 0; number < documents.size(); ++number) {
    if (documents[number].document == nullptr) continue;
    const auto pairs = by_pair(search.runs_of(number));
    if (pairs.empty()) continue;
    Report report(rules_);
    for (const auto& [other, runs] : pairs) {
      PairReport(number, documents[number], other, documents[other]).report(runs, search.compared(), report);
    }
    out[number] = std::move(report.findings());
    std::stable_sort(out[number].begin(), out[number].end(), [](const Finding& a, const Finding& b) {
      return a.evidence.front().span.begin < b.evidence.front().span.begin;
    });
  }
  return out;
}

}  // namespace jiheng::audit
