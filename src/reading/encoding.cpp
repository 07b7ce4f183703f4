#include "reading/encoding.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace jiheng::reading {
namespace {

constexpr std::size_t piece_bytes = 256 << 10;
// Small files need no large buffers. One byte more than the file shows its end at the first reading.
std::size_t piece_size(const ByteSource& source) {
  return static_cast<std::size_t>(std::min<std::uint64_t>(source.size() + 1, piece_bytes));
}

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf16le_mark = "\xFF\xFE";
constexpr std::string_view utf16be_mark = "\xFE\xFF";

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::uint64_t size, std::string path)
      : descriptor_(descriptor), size_(size), path_(std::move(path)) {}
  ~FileSource() override { ::close(descriptor_); }
  Result<std::size_t> read(std::span<char> into) override {
    for (;;) {
      const ssize_t count = ::read(descriptor_, into.data(), into.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return failure();
    }
  }
  Status rewind() override {
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) return failure();
    return {};
  }
  std::uint64_t size() const override { return size_; }

 private:
  tl::unexpected<Error> failure() const { return fail("import.cannot-read", {{"file", path_}}, std::strerror(errno)); }
  int descriptor_;
  std::uint64_t size_;
  std::string path_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min(into.size(), bytes_.size() - at_);
    std::copy_n(bytes_.data() + at_, count, into.data());
    at_ += count;
    return count;
  }
  Status rewind() override {
    at_ = 0;
    return {};
  }
  std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

// Checks UTF-8 in pieces. Stops at the first NUL or invalid byte.
class Utf8Scanner {
 public:
  enum class State { valid, invalid, nul };

  State feed(std::string_view piece) {
    if (!rest_.empty()) {  // complete the character the last piece broke off in
      const std::size_t had = rest_.size();
      const std::size_t taken = std::min<std::size_t>(4 - had, piece.size());
      rest_.append(piece.substr(0, taken));
      const auto* start = bytes(rest_);
      const auto* end = start + rest_.size();
      const std::size_t length = character(start, end);
      if (length == 0 && could_continue(start, end)) {
        if (taken == piece.size()) return State::valid;
        return State::invalid;
      }
      if (length == 0) return State::invalid;
      offset_ += length;
      wide_ += length >= 3;
      piece.remove_prefix(length - had);
      rest_.clear();
    }
    return scan(piece);
  }
  // What an unfinished character at the end of the file is.
  State finish() const { return rest_.empty() ? State::valid : State::invalid; }
  bool ends_inside_character() const { return !rest_.empty(); }
  std::uint64_t offset() const { return offset_; }         // of the first byte not accepted
  std::uint64_t wide_characters() const { return wide_; }  // of three or four bytes, before it

 private:
  using Byte = unsigned char;
  static const Byte* bytes(std::string_view text) { return reinterpret_cast<const Byte*>(text.data()); }
  static bool continues(Byte b) { return (b & 0xC0) == 0x80; }

  // Length of the valid character at p, or 0.
  static std::size_t character(const Byte* p, const Byte* end) {
    const std::size_t left = static_cast<std::size_t>(end - p);
    if (p[0] < 0x80) return 1;
    if (p[0] >= 0xE0 && p[0] < 0xF0) {
      if (left < 3 || !continues(p[1]) || !continues(p[2])) return 0;
      if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] >= 0xA0)) return 0;
      return 3;
    }
    if (p[0] >= 0xC2 && p[0] < 0xE0) return left >= 2 && continues(p[1]) ? 2 : 0;
    if (p[0] >= 0xF0 && p[0] <= 0xF4) {
      if (left < 4 || !continues(p[1]) || !continues(p[2]) || !continues(p[3])) return 0;
      if ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] >= 0x90)) return 0;
      return 4;
    }
    return 0;
  }

  // Whether more bytes could make a valid character of what stands between p and end.
  static bool could_continue(const Byte* p, const Byte* end) {
    const std::size_t left = static_cast<std::size_t>(end - p);
    const std::size_t needed = p[0] >= 0xF0 && p[0] <= 0xF4  ? 4
                               : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
                               : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                                                             : 0;
    if (left >= needed) return false;
    Byte tried[4] = {p[0], 0x80, 0x80, 0x80};
    if (p[0] == 0xE0) tried[1] = 0xA0;
    if (p[0] == 0xF0) tried[1] = 0x90;
    for (std::size_t i = 1; i < left; ++i) tried[i] = p[i];
    return character(tried, tried + 4) == needed;
  }

  State scan(std::string_view piece) {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    const Byte* p = bytes(piece);
    const Byte* const start = p;
    const Byte* const end = p + piece.size();
    const auto stop_at = [&](const Byte* at, State state) {
      offset_ += static_cast<std::uint64_t>(at - start);
      return state;
    };
    while (p < end) {
      while (end - p >= 8) {  // eight ASCII characters, none of them NUL
        std::uint64_t word;
        std::memcpy(&word, p, 8);
        if ((word | (word - ones)) & highs) break;
        p += 8;
      }
      if (p == end) break;
      if (*p < 0x80) {
        if (*p == 0) return stop_at(p, State::nul);
        ++p;
        continue;
      }
      const std::size_t length = character(p, end);
      if (length == 0) {
        if (!could_continue(p, end)) return stop_at(p, State::invalid);
        rest_.assign(reinterpret_cast<const char*>(p), static_cast<std::size_t>(end - p));
        return stop_at(p, State::valid);
      }
      wide_ += length >= 3;
      p += length;
    }
    return stop_at(p, State::valid);
  }

  std::string rest_;
  std::uint64_t offset_ = 0;
  std::uint64_t wide_ = 0;
};

class LineCounter {
 public:
  template <class Unit>
  void feed(std::span<const Unit> units) {
    for (const Unit unit : units) {
      if (unit == '\n' ? !after_cr_ : unit == '\r') ++lines_;
      after_cr_ = unit == '\r';
    }
  }
  std::uint64_t line() const { return lines_ + 1; }  // that the next character stands on

 private:
  std::uint64_t lines_ = 0;
  bool after_cr_ = false;
};

// Legacy bytes to UTF-16 in pieces, strictly.
class Decoder {
 public:
  enum class State { valid, invalid, truncated };

  Decoder(Encoding encoding, std::size_t piece) : units_(piece + 16) {
    UErrorCode status = U_ZERO_ERROR;
    const char* name = encoding == Encoding::gb18030   ? "gb18030"
                       : encoding == Encoding::utf16le ? "UTF-16LE"
                                                       : "UTF-16BE";
    converter_.reset(ucnv_open(name, &status));
    if (converter_) ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  }
  // At most `piece` bytes at a time. units() are the characters before the fault, if there is one.
  State feed(std::string_view piece, bool last) {
    filled_ = 0;
    if (!converter_) return State::invalid;
    UErrorCode status = U_ZERO_ERROR;
    const char* from = piece.data();
    UChar* to = units_.data();
    // No encoding here makes more UTF-16 units than it has bytes (plus what was kept back): this cannot overflow.
    ucnv_toUnicode(converter_.get(), &to, units_.data() + units_.size(), &from, piece.data() + piece.size(), nullptr,
                   last, &status);
    filled_ = static_cast<std::size_t>(to - units_.data());
    if (status == U_TRUNCATED_CHAR_FOUND) return State::truncated;
    return U_FAILURE(status) ? State::invalid : State::valid;
  }
  std::span<const UChar> units() const { return {units_.data(), filled_}; }

 private:
  struct Closer {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Closer> converter_;
  std::vector<UChar> units_;
  std::size_t filled_ = 0;
};

std::size_t mark_size(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8_bom:
      return utf8_mark.size();
    case Encoding::utf16le:
    case Encoding::utf16be:
      return utf16le_mark.size();
    default:
      return 0;
  }
}

// Calls each(piece) → bool (go on) until the end; the mark at the start is dropped.
template <class Each>
Status each_piece(ByteSource& source, std::size_t skip, Each each) {
  if (Status status = source.rewind(); !status) return status;
  std::vector<char> buffer(piece_size(source));
  for (;;) {
    const Result<std::size_t> count = source.read(buffer);
    if (!count) return fail(count.error());
    if (*count == 0) return {};
    const std::size_t dropped = std::min(skip, *count);
    skip -= dropped;
    if (!each(std::string_view(buffer.data() + dropped, *count - dropped))) return {};
  }
}

Result<std::uint64_t> line_at(ByteSource& source, std::uint64_t offset) {
  LineCounter lines;
  const Status status = each_piece(source, 0, [&](std::string_view piece) {
    piece = piece.substr(0, offset);
    lines.feed(std::span<const char>(piece));
    offset -= piece.size();
    return offset > 0;
  });
  if (!status) return fail(status.error());
  return lines.line();
}

// Whether every character of the file can be decoded.
Result<std::optional<FileFault>> check_decodable(ByteSource& source, Encoding encoding) {
  Decoder decoder(encoding, piece_size(source));
  LineCounter lines;
  std::optional<FileFault> fault;
  const auto look = [&](Decoder::State state) {
    const auto nul = std::find(decoder.units().begin(), decoder.units().end(), u'\0');
    lines.feed(decoder.units().first(static_cast<std::size_t>(nul - decoder.units().begin())));
    if (nul != decoder.units().end()) {
      fault = {"import.binary", lines.line()};
    } else if (state != Decoder::State::valid) {
      fault = {state == Decoder::State::truncated ? "import.truncated" : "import.bad-encoding", lines.line()};
    }
    return !fault;
  };
  const Status status =
      each_piece(source, mark_size(encoding), [&](std::string_view piece) { return look(decoder.feed(piece, false)); });
  if (!status) return fail(status.error());
  if (!fault) look(decoder.feed({}, true));
  return fault;
}

Result<Detected> check_utf8(ByteSource& source, Encoding encoding) {
  Utf8Scanner scanner;
  Utf8Scanner::State state = Utf8Scanner::State::valid;
  const Status status = each_piece(source, mark_size(encoding), [&](std::string_view piece) {
    state = scanner.feed(piece);
    return state == Utf8Scanner::State::valid;
  });
  if (!status) return fail(status.error());
  const bool cut_off = state == Utf8Scanner::State::valid && scanner.ends_inside_character();
  if (state == Utf8Scanner::State::valid) state = scanner.finish();
  if (state == Utf8Scanner::State::valid) return Detected{encoding, std::nullopt};

  // GBK text by accident holds a few characters that are valid UTF-8, but not this many of three bytes: what has them
  // is damaged UTF-8, and decoding it as GB18030 would only make another text of it.
  constexpr std::uint64_t surely_utf8 = 8;
  if (state == Utf8Scanner::State::invalid && encoding == Encoding::utf8 && scanner.wide_characters() < surely_utf8) {
    const auto fault = check_decodable(source, Encoding::gb18030);
    if (!fault) return fail(fault.error());
    return Detected{Encoding::gb18030, *fault};
  }
  const auto line = line_at(source, mark_size(encoding) + scanner.offset());
  if (!line) return fail(line.error());
  const std::string_view code = state == Utf8Scanner::State::nul ? "import.binary"
                                : cut_off                        ? "import.truncated"
                                                                 : "import.bad-encoding";
  return Detected{encoding, FileFault{code, *line}};
}

Result<Detected> detect(ByteSource& source) {
  std::string head(8, '\0');
  if (Status status = source.rewind(); !status) return fail(status.error());
  std::size_t filled = 0;
  while (filled < head.size()) {
    const auto count = source.read(std::span(head).subspan(filled));
    if (!count) return fail(count.error());
    if (*count == 0) break;
    filled += *count;
  }
  head.resize(filled);
  if (head.empty()) return Detected{Encoding::utf8, FileFault{"import.empty", 0}};
  if (head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0")) {
    return Detected{Encoding::utf8, FileFault{"import.workbook", 0}};
  }
  for (const auto& [mark, encoding] :
       {std::pair(utf16le_mark, Encoding::utf16le), std::pair(utf16be_mark, Encoding::utf16be)}) {
    if (!head.starts_with(mark)) continue;
    const auto fault = check_decodable(source, encoding);
    if (!fault) return fail(fault.error());
    return Detected{encoding, *fault};
  }
  return check_utf8(source, head.starts_with(utf8_mark) ? Encoding::utf8_bom : Encoding::utf8);
}

}  // namespace

std::string_view title(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf8_bom:
      return "UTF-8 BOM";
    case Encoding::gb18030:
      return "GB18030";
    case Encoding::utf16le:
      return "UTF-16LE";
    case Encoding::utf16be:
      return "UTF-16BE";
  }
  return "UTF-8";
}

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path) {
  const auto failure = [&](int error) {
    return fail("import.cannot-read", {{"file", path.string()}}, std::strerror(error));
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failure(errno);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
    const int error = S_ISDIR(about.st_mode) ? EISDIR : errno;
    ::close(descriptor);
    return failure(error);
  }
  return std::make_unique<FileSource>(descriptor, static_cast<std::uint64_t>(about.st_size), path.string());
}

std::unique_ptr<ByteSource> memory_source(std::string_view bytes) {
  return std::make_unique<MemorySource>(bytes);
}

Result<Detected> detect_encoding(ByteSource& source) {
  Result<Detected> detected = detect(source);
  if (Status status = source.rewind(); detected && !status) return fail(status.error());
  return detected;
}

struct TextSource::Impl {
  struct DigestFree {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  struct ConverterClose {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  Impl(Encoding e, std::size_t piece) : encoding(e), skip(mark_size(e)), bytes(piece), digest(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
    if (encoding == Encoding::utf8 || encoding == Encoding::utf8_bom) return;
    decoder.emplace(encoding, piece);
    UErrorCode status = U_ZERO_ERROR;
    to_utf8.reset(ucnv_open("UTF-8", &status));
    text.resize(3 * (piece + 16) + 16);
  }

  Result<std::string_view> decode(std::string_view piece, bool last) {
    if (decoder->feed(piece, last) != Decoder::State::valid || !to_utf8) return fail("import.changed");
    UErrorCode status = U_ZERO_ERROR;
    const UChar* from = decoder->units().data();
    char* to = text.data();
    ucnv_fromUnicode(to_utf8.get(), &to, text.data() + text.size(), &from, from + decoder->units().size(), nullptr,
                     last, &status);
    if (U_FAILURE(status)) return fail("import.changed", {}, u_errorName(status));
    return std::string_view(text.data(), static_cast<std::size_t>(to - text.data()));
  }

  Encoding encoding;
  std::size_t skip;
  std::vector<char> bytes;
  std::unique_ptr<EVP_MD_CTX, DigestFree> digest;
  std::optional<Decoder> decoder;
  std::unique_ptr<UConverter, ConverterClose> to_utf8;
  std::string text;
  bool ended = false;
};

TextSource::TextSource(ByteSource& source, Encoding encoding)
    : source_(source), impl_(std::make_unique<Impl>(encoding, piece_size(source))) {}
TextSource::~TextSource() = default;

Result<std::string_view> TextSource::next() {
  while (!impl_->ended) {
    const Result<std::size_t> count = source_.read(impl_->bytes);
    if (!count) return fail(count.error());
    bytes_done_ += *count;
    EVP_DigestUpdate(impl_->digest.get(), impl_->bytes.data(), *count);
    impl_->ended = *count == 0;
    const std::size_t dropped = std::min(impl_->skip, *count);
    impl_->skip -= dropped;
    std::string_view piece(impl_->bytes.data() + dropped, *count - dropped);
    if (impl_->decoder) {
      const Result<std::string_view> text = impl_->decode(piece, impl_->ended);
      if (!text) return fail(text.error());
      piece = *text;
    }
    if (!piece.empty()) return piece;
  }
  return std::string_view();
}

std::string TextSource::sha256() const {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(impl_->digest.get(), bytes, &size);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex += digits[bytes[i] >> 4];
    hex += digits[bytes[i] & 15];
  }
  return hex;
}

}  // namespace jiheng::reading
