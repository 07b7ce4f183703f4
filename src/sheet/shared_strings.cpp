#include "sheet/shared_strings.h"

#include <charconv>
#include <cstring>

#include "base/text.h"

namespace jiheng::sheet {
namespace {

// The code unit of "_xHHHH_" at `at`, or nothing.
std::optional<char32_t> escaped_unit(std::string_view text, std::size_t at) {
  if (text.size() - at < 7 || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, value, 16);
  if (error != std::errc() || end != text.data() + at + 6) return std::nullopt;
  return value;
}

}  // namespace

void unescape(std::string& text, std::size_t from) {
  std::size_t at = text.find("_x", from);
  if (at == text.npos) return;
  std::string out;
  std::size_t copied = from;
  for (; at != text.npos; at = text.find("_x", at)) {
    const auto unit = escaped_unit(text, at);
    if (!unit) {
      ++at;
      continue;
    }
    char32_t character = *unit;
    std::size_t end = at + 7;
    if (character >= 0xD800 && character < 0xE000) {  // half of a pair
      const auto low = character < 0xDC00 && end < text.size() ? escaped_unit(text, end) : std::nullopt;
      if (!low || *low < 0xDC00 || *low >= 0xE000) {
        at = end;
        continue;
      }
      character = 0x10000 + ((character - 0xD800) << 10) + (*low - 0xDC00);
      end += 7;
    }
    out.append(text, copied, at - copied).append(to_utf8({&character, 1}));
    copied = at = end;
  }
  out.append(text, copied);
  text.replace(from, text.npos, out);
}

void RichText::start(std::string_view name) {
  if (name == "rPh") phonetic_ = true;
  if (name == "t") inside_ = true;
}

void RichText::end(std::string_view name) {
  if (name == "rPh") phonetic_ = false;
  if (name == "t") inside_ = false;
}

class SharedStrings::Handler final : public XmlHandler {
 public:
  Handler(SharedStrings& strings, std::uint64_t most_bytes)
      : strings_(strings), most_bytes_(most_bytes), reader_(*this) {}

  Status read(Part& part) { return reader_.read(part); }

  void start(std::string_view name, const Attributes&) override {
    if (name == "si") {
      start_ = strings_.bytes_.size();
      rich_.begin();
    } else {
      rich_.start(name);
    }
  }
  void end(std::string_view name) override {
    if (name != "si") return rich_.end(name);
    unescape(strings_.bytes_, start_);
    strings_.ends_.push_back(static_cast<std::uint32_t>(strings_.bytes_.size()));
    check();
  }
  void text(std::string_view piece) override {
    if (!rich_.takes_text()) return;
    strings_.bytes_.append(piece);
    check();
  }

 private:
  void check() {
    if (strings_.bytes_.size() + strings_.ends_.size() * sizeof(std::uint32_t) <= most_bytes_) return;
    reader_.stop(make_error("sheet.too-large", {}, "shared strings"));
  }

  SharedStrings& strings_;
  std::uint64_t most_bytes_;
  XmlReader reader_;
  RichText rich_;
  std::size_t start_ = 0;
};

Status SharedStrings::read(Part& part, std::uint64_t most_bytes) {
  return Handler(*this, most_bytes).read(part);
}

std::optional<std::string_view> SharedStrings::find(std::string_view index) const {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  if (error != std::errc() || end != index.data() + index.size() || number >= ends_.size()) return std::nullopt;
  const std::size_t start = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(bytes_).substr(start, ends_[number] - start);
}

}  // namespace jiheng::sheet
