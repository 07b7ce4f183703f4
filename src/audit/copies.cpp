#include "audit/copies.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>
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

std::uint64_t power_of(std::uint32_t n) {
  std::uint64_t power = 1;
  while (n-- > 0) power *= base;
  return power;
}

// The compared characters of one document and the hash of each window of them. Used for one document after another.
class Windows {
 public:
  explicit Windows(std::uint32_t size) : size_(size), power_(power_of(size)) {}

  void read(const Comparable& comparable) {
    sequence_.read(*comparable.document, comparable.compared);
    prefix_.resize(sequence_.text.size() + 1);
    prefix_[0] = 0;
    for (std::size_t i = 0; i < sequence_.text.size(); ++i) {
      prefix_[i + 1] = prefix_[i] * base + letter(sequence_.text[i]);
    }
  }

  const Sequence& sequence() const { return sequence_; }
  std::uint64_t hash(std::uint32_t i) const { return mixed(prefix_[i + size_] - prefix_[i] * power_); }
  std::size_t part_count() const { return sequence_.parts.size() - 1; }
  std::uint32_t part_begin(std::size_t part) const { return sequence_.parts[part]; }
  std::uint32_t part_end(std::size_t part) const { return sequence_.parts[part + 1]; }

 private:
  std::uint32_t size_;
  std::uint64_t power_;
  Sequence sequence_;
  std::vector<std::uint64_t> prefix_;
};

// Which windows may stand more than once: a Bloom filter of those seen and another of those seen again. All bits of a
// window lie in one word, so that of two threads with the same window one surely sees that it is there.
class RepeatedWindows {
 public:
  explicit RepeatedWindows(std::size_t windows)
      : words_(2 * std::bit_ceil(windows / 8 + 1)), mask_(words_.size() / 2 - 1) {}

  void add(std::uint64_t hash) {
    const std::uint64_t bits = bits_of(hash);
    const std::size_t word = word_of(hash);
    if ((words_[word].fetch_or(bits, std::memory_order_relaxed) & bits) == bits) {
      words_[word + 1].fetch_or(bits, std::memory_order_relaxed);
    }
  }
  void prepare(std::uint64_t hash) const { __builtin_prefetch(&words_[word_of(hash)]); }
  bool contains(std::uint64_t hash) const {
    const std::uint64_t bits = bits_of(hash);
    return (words_[word_of(hash) + 1].load(std::memory_order_relaxed) & bits) == bits;
  }

 private:
  static std::uint64_t bits_of(std::uint64_t hash) {
    return std::uint64_t{1} << (hash >> 58) | std::uint64_t{1} << (hash >> 52 & 63) |
           std::uint64_t{1} << (hash >> 46 & 63);
  }
  std::size_t word_of(std::uint64_t hash) const { return 2 * (hash & mask_); }

  std::vector<std::atomic<std::uint64_t>> words_;  // seen, seen again, by turns
  std::size_t mask_;
};

constexpr std::uint32_t ahead = 12;  // windows between asking for a word of memory and using it

void add_windows(const std::vector<Comparable>& documents, std::uint32_t window, int threads,
                 RepeatedWindows& repeated) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Windows windows(window);
    for (std::size_t d = next++; d < documents.size(); d = next++) {
      if (documents[d].document == nullptr) continue;
      windows.read(documents[d]);
      for (std::size_t part = 0; part < windows.part_count(); ++part) {
        const std::uint32_t end = windows.part_end(part);
        for (std::uint32_t i = windows.part_begin(part); i + window <= end; ++i) {
          if (i + ahead + window <= end) repeated.prepare(windows.hash(i + ahead));
          repeated.add(windows.hash(i));
        }
      }
    }
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

// Walks the compared characters of a document from one place, as long as no block left out lies between.
class Walker {
 public:
  Walker(const Comparable& comparable, std::uint32_t position) : comparable_(&comparable), position_(position) {}

  char32_t character() const { return comparable_->document->text[position_]; }
  std::uint32_t position() const { return position_; }
  bool forward() {
    const std::uint32_t next = comparable_->compared.next(position_ + 1);
    if (next == Positions::none || are_parted(comparable_->document->text, position_, next)) return false;
    position_ = next;
    return true;
  }
  bool back() {
    const std::uint32_t previous = comparable_->compared.previous(position_);
    if (previous == Positions::none || are_parted(comparable_->document->text, previous, position_)) return false;
    position_ = previous;
    return true;
  }

 private:
  const Comparable* comparable_;
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
    std::size_t i = place_of(hash);
    for (; entries_[i].is_used(); i = (i + 1) & (entries_.size() - 1)) {
      if (entries_[i].hash == hash && is_same(entries_[i].at)) return &entries_[i].at;
    }
    entries_[i] = {hash, own};
    ++size_;
    return nullptr;
  }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    Occurrence at{UINT32_MAX, 0};

    bool is_used() const { return at.document != UINT32_MAX; }
  };

  std::size_t place_of(std::uint64_t hash) const { return hash >> 20 & (entries_.size() - 1); }

  void grow() {
    std::vector<Entry> old(2 * entries_.size());
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (!entry.is_used()) continue;
      std::size_t i = place_of(entry.hash);
      while (entries_[i].is_used()) i = (i + 1) & (entries_.size() - 1);
      entries_[i] = entry;
    }
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

// Characters that the later document shares with an earlier one.
struct Run {
  std::uint32_t other = 0;           // the earlier document
  std::uint32_t begin = 0, end = 0;  // in the later one's Sequence, without scraps
  std::uint32_t reach = 0;           // the end with its scrap
  std::uint32_t length = 0;          // characters, punctuation counted, what is left out not
  std::uint32_t shared = 0;          // compared characters
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

constexpr std::uint32_t scrap = 4;            // characters of a clause's end or beginning that are left out of a run
constexpr std::uint32_t touching = 12;        // compared characters between two runs that are told as one
constexpr std::uint32_t near_enough = 60;     // and characters of text between them
constexpr std::size_t most_of_pair = 10;      // findings of one pair of documents
constexpr std::uint32_t whole_from = 200;     // characters from which a copy may be called a whole
constexpr std::uint32_t whole_per_cent = 80;  // of the compared characters

bool may_share(const Outline& a, const Outline& b) {
  return !a.unit.empty() && a.unit == b.unit && a.year != 0 && a.year == b.year;
}

bool ends_clause(char32_t c) {
  return c == U'，' || c == U'。' || c == U'；' || c == U'：' || c == U'！' || c == U'？';
}

// The search through the documents in order.
class Search {
 public:
  Search(const std::vector<Comparable>& documents, std::uint32_t limit, std::uint32_t window, RepeatedWindows repeated)
      : documents_(documents), repeated_(std::move(repeated)), limit_(limit), window_(window), windows_(window) {}

  // What document `number` shares with those before it; all documents must be asked for in order.
  std::vector<Run> runs_of(std::uint32_t number) {
    std::vector<Run> runs;
    here_ = &documents_[number];
    windows_.read(*here_);
    for (std::size_t part = 0; part < windows_.part_count(); ++part) {
      search(number, windows_.part_begin(part), windows_.part_end(part), runs);
    }
    return runs;
  }

  std::uint32_t compared() const { return static_cast<std::uint32_t>(sequence().text.size()); }

 private:
  const Sequence& sequence() const { return windows_.sequence(); }

  void search(std::uint32_t number, std::uint32_t begin, std::uint32_t end, std::vector<Run>& runs) {
    std::uint32_t told_until = begin;  // the end of the last run kept
    for (std::uint32_t i = begin; i + window_ <= end;) {
      if (i + ahead + window_ <= end) repeated_.prepare(windows_.hash(i + ahead));
      const std::uint64_t hash = windows_.hash(i);
      const auto run = repeated_.contains(hash) ? look_up(number, hash, i, begin, end) : std::nullopt;
      if (!run) {
        ++i;
        continue;
      }
      i = run->reach - window_ + 1;
      // A run of which the last one told most says nothing new.
      const std::uint32_t fresh = run->end - std::max(run->begin, std::min(told_until, run->end));
      if (run->length < limit_ || run->other == number || 2 * fresh < window_) continue;
      if (may_share(*documents_[run->other].outline, *here_->outline)) continue;
      runs.push_back(*run);
      told_until = run->end;
    }
  }

  std::optional<Run> look_up(std::uint32_t number, std::uint64_t hash, std::uint32_t index, std::uint32_t begin,
                             std::uint32_t end) {
    const auto is_same = [&](const Occurrence& first) {
      Walker walker(documents_[first.document], first.position);
      for (std::uint32_t i = index;;) {
        if (walker.character() != sequence().text[i]) return false;
        if (++i == index + window_) return true;
        if (!walker.forward()) return false;
      }
    };
    const Occurrence* first = table_.find_or_add(hash, {number, sequence().positions[index]}, is_same);
    if (first == nullptr) return std::nullopt;
    return extended(*first, index, begin, end);
  }

  // As far to both sides as the texts agree. To the left it may overlap what an earlier run took, but only so far that
  // no character is looked at again and again.
  Run extended(const Occurrence& first, std::uint32_t index, std::uint32_t begin, std::uint32_t end) const {
    const std::u32string& text = sequence().text;
    Run run;
    run.other = first.document;
    run.begin = index;
    Walker left(documents_[first.document], first.position);
    Walker there_first = left;
    const std::uint32_t stop = std::max(begin, index > 2 * window_ ? index - 2 * window_ : 0);
    while (run.begin > stop && left.back() && left.character() == text[run.begin - 1]) {
      --run.begin;
      there_first = left;
    }
    run.end = index + 1;
    Walker right(documents_[first.document], first.position);
    Walker there_last = right;
    while (run.end < end && right.forward() && right.character() == text[run.end]) {
      ++run.end;
      there_last = right;
    }
    run.reach = run.end;
    cut_scraps(run, there_first, there_last);
    run.shared = run.end - run.begin;
    run.here = {sequence().positions[run.begin], sequence().positions[run.end - 1] + 1};
    run.there = {there_first.position(), there_last.position() + 1};
    run.length = length_of(here_->document->text, sequence(), run.begin, run.end);
    take_same_mark(here_->document->text, documents_[run.other].document->text, run);
    return run;
  }

  // The last few characters of a clause at the run's begin, and the first few of one at its end.
  void cut_scraps(Run& run, Walker& there_first, Walker& there_last) const {
    const auto clause_ends_before = [&](std::uint32_t i) {
      const std::u32string& text = here_->document->text;
      return std::any_of(text.begin() + sequence().positions[i - 1] + 1, text.begin() + sequence().positions[i],
                         ends_clause);
    };
    std::uint32_t front = 0, back = 0;
    for (std::uint32_t n = 1; n <= scrap; ++n) {
      if (clause_ends_before(run.begin + n)) front = n;
      if (clause_ends_before(run.end - n)) back = n;
    }
    run.begin += front;
    run.end -= back;
    while (front-- > 0) there_first.forward();
    while (back-- > 0) there_last.back();
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
  RepeatedWindows repeated_;
  std::uint32_t limit_, window_;
  FirstOccurrences table_;
  const Comparable* here_ = nullptr;
  Windows windows_;
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
    last.shared += run.shared;
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
    for (const Run& run : runs) total += run.shared;
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
      window_(limit_ - limit_ / 5) {}

Comparable CopyComparison::prepare(const Document& document, const Outline& outline) const {
  Comparable out;
  out.document = &document;
  out.outline = &outline;
  out.compared = comparable_positions(document, outline, boilerplate_);
  out.windows = out.compared.count();
  return out;
}

std::vector<std::vector<Finding>> CopyComparison::find(const std::vector<Comparable>& documents, int threads) const {
  std::vector<std::vector<Finding>> out(documents.size());
  std::size_t windows = 0;
  for (const Comparable& document : documents) windows += document.windows;
  RepeatedWindows repeated(windows);
  add_windows(documents, window_, threads, repeated);
  Search search(documents, limit_, window_, std::move(repeated));
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
