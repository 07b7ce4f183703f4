// What the words around figures say of totals and parts: the cues of a list, what ends it, what is no total. Private to
// language/. Thread-safety: pure functions.
#pragma once

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"

namespace jiheng::audit {

struct Cue {
  Text word;
  std::size_t at = Text::npos;
};
// The last including word of the gap: 其中, 包括, 分别为, ….
Cue cue_in(Text gap);
// Words that end a list of parts: 合计, 此外, 比上年, ….
bool breaks_list(Text words);
// A list told in brackets ends with them: 31人（含领导5人），离休2人.
bool leaves_bracket(Text gap);
// The verb a new statement begins with; empty: none.
Text verb_of(Text clause);

// Of figures, by index: what stands between figure `f` of sentence `s` and the one before it that may be a part.
Text gap_before(const Analysis& analysis, std::size_t s, std::size_t f);
// 由四部分构成, 分为三类: how many parts there are is none of them.
bool counts_parts(const Analysis& analysis, std::size_t f);
// 比上年的11,870户增长11.7%: what is compared with is not what is parted.
bool is_base(const Analysis& analysis, std::size_t f);
// The parts make up a whole between them: 基本支出, 项目支出.
bool is_family(const Analysis& analysis, const Breakdown& breakdown);
// 一季度…、二季度…; 上半年…、下半年…: all of the year.
bool tells_times(const Analysis& analysis, const Breakdown& breakdown);

}  // namespace jiheng::audit
