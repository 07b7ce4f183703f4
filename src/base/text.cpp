#include "base/text.h"

#include <unicode/uchar.h>

namespace jiheng {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t size;  // bytes; 0 = not valid UTF-8 here
};

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(text[at + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::size_t size;
  char32_t value, least;
  if ((lead & 0xE0) == 0xC0) {
    size = 2, value = lead & 0x1F, least = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    size = 3, value = lead & 0x0F, least = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    size = 4, value = lead & 0x07, least = 0x10000;
  } else {
    return {0, 0};
  }
  if (text.size() - at < size) return {0, 0};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    value = value << 6 | (byte(i) & 0x3F);
  }
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {0, 0};
  return {value, size};
}

// As decode, but a byte that is not valid stands for one replacement character, so that loops always advance.
CodePoint decode_any(std::string_view text, std::size_t at) {
  const CodePoint point = decode(text, at);
  return point.size == 0 ? CodePoint{0xFFFD, 1} : point;
}

std::size_t width_of(char32_t value) {
  if (value < 0x300) return 1;
  const auto point = static_cast<UChar32>(value);
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  // Ambiguous characters (“ ” … — ·) count 1, as terminals draw them unless told otherwise.
  switch (u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
      return 2;
    default:
      return 1;
  }
}

std::size_t leading_space(std::string_view text) {
  if (text.empty()) return 0;
  const char c = text.front();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;      // U+00A0
  if (text.starts_with("\xE3\x80\x80")) return 3;  // U+3000
  return 0;
}

std::size_t trailing_space(std::string_view text) {
  if (text.empty()) return 0;
  const char c = text.back();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  if (text.ends_with("\xE3\x80\x80")) return 3;
  return 0;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    if (point.size == 0) return at;
    at += point.size;
  }
  return text.npos;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_any(text, at).size) ++count;
  return count;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_any(text, at);
    width += width_of(point.value);
    at += point.size;
  }
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t used = display_width(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ').append(text);
}

std::string ellipsize(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    const CodePoint point = decode_any(text, at);
    if (used + width_of(point.value) > width - 1) break;
    used += width_of(point.value);
    at += point.size;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::string_view trim(std::string_view text) {
  while (const std::size_t size = leading_space(text)) text.remove_prefix(size);
  while (const std::size_t size = trailing_space(text)) text.remove_suffix(size);
  return text;
}

std::string to_half_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_any(text, at);
    if (point.value >= 0xFF01 && point.value <= 0xFF5E) {
      out.push_back(static_cast<char>(point.value - 0xFF01 + '!'));
    } else if (point.value == 0x3000) {
      out.push_back(' ');
    } else {
      out.append(text.substr(at, point.size));
    }
    at += point.size;
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::u32string to_code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_any(text, at);
    points.push_back(point.value);
    at += point.size;
  }
  return points;
}

std::string to_utf8(std::u32string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 3);
  const auto add = [&](unsigned byte) { bytes.push_back(static_cast<char>(byte)); };
  for (const char32_t c : text) {
    if (c < 0x80) {
      add(c);
    } else if (c < 0x800) {
      add(0xC0 | c >> 6), add(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      add(0xE0 | c >> 12), add(0x80 | (c >> 6 & 0x3F)), add(0x80 | (c & 0x3F));
    } else {
      add(0xF0 | c >> 18), add(0x80 | (c >> 12 & 0x3F)), add(0x80 | (c >> 6 & 0x3F)), add(0x80 | (c & 0x3F));
    }
  }
  return bytes;
}

std::string byte_size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kilobyte = 1024, megabyte = kilobyte * kilobyte;
  if (bytes < kilobyte) return std::to_string(bytes) + " 字节";
  const auto in = [&](std::uint64_t unit, const char* name) {
    // Wholes and tenths apart: ten times a size could be too large.
    std::uint64_t whole = bytes / unit, tenths = (bytes % unit * 10 + unit - 1) / unit;
    if (tenths == 10) ++whole, tenths = 0;
    return std::to_string(whole) + "." + std::to_string(tenths) + " " + name;
  };
  return bytes < megabyte ? in(kilobyte, "KB") : in(megabyte, "MB");
}

std::string escape_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

}  // namespace jiheng
