#include "ledger/file_type.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace jiheng::ledger {
namespace {

enum class Content {
  pdf,
  zip,
  ole,
  jpeg,
  png,
  tiff,
  bmp,
  gif,
  rtf,
  rar,
  seven_zip,
  mp3,
  mp4,
  wav,
  program,
  html,
  text,
  unknown
};

struct Signature {
  Content content;
  std::string_view bytes;
  std::size_t at = 0;
};
using namespace std::string_view_literals;
constexpr Signature signatures[] = {
    {Content::zip, "PK\x03\x04"sv},
    {Content::zip, "PK\x05\x06"sv},  // an empty one
    {Content::ole, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv},
    {Content::jpeg, "\xFF\xD8\xFF"sv},
    {Content::png, "\x89PNG\r\n\x1A\n"sv},
    {Content::tiff, "II*\0"sv},
    {Content::tiff, "MM\0*"sv},
    {Content::bmp, "BM"sv},
    {Content::gif, "GIF87a"sv},
    {Content::gif, "GIF89a"sv},
    {Content::rtf, "{\\rtf"sv},
    {Content::rar, "Rar!\x1A\x07"sv},
    {Content::seven_zip, "7z\xBC\xAF\x27\x1C"sv},
    {Content::mp3, "ID3"sv},
    {Content::mp3, "\xFF\xFB"sv},
    {Content::mp3, "\xFF\xF3"sv},
    {Content::mp4, "ftyp"sv, 4},
    {Content::wav, "WAVE"sv, 8},
    {Content::program, "MZ"sv},
    {Content::program,
     "\x7F"
     "ELF"sv},
};

struct Extension {
  std::string_view name;
  Content content;
  Content other = Content::unknown;  // some programs write this instead
};
constexpr Extension extensions[] = {
    {"pdf", Content::pdf},
    {"ofd", Content::zip},
    {"docx", Content::zip},
    {"xlsx", Content::zip},
    {"pptx", Content::zip},
    {"doc", Content::ole},
    {"xls", Content::ole},
    {"ppt", Content::ole},
    {"wps", Content::ole, Content::zip},
    {"et", Content::ole, Content::zip},
    {"dps", Content::ole, Content::zip},
    {"rtf", Content::rtf},
    {"jpg", Content::jpeg},
    {"jpeg", Content::jpeg},
    {"png", Content::png},
    {"tif", Content::tiff},
    {"tiff", Content::tiff},
    {"bmp", Content::bmp},
    {"gif", Content::gif},
    {"txt", Content::text},
    {"csv", Content::text},
    {"md", Content::text, Content::html},
    {"html", Content::html, Content::text},
    {"htm", Content::html, Content::text},
    {"zip", Content::zip},
    {"rar", Content::rar},
    {"7z", Content::seven_zip},
    {"mp3", Content::mp3},
    {"mp4", Content::mp4},
    {"wav", Content::wav},
};

std::string title(Content content) {
  switch (content) {
    case Content::pdf:
      return "PDF";
    case Content::zip:
      return message_text("evidence.content-zip");
    case Content::ole:
      return message_text("evidence.content-ole");
    case Content::jpeg:
      return "JPEG";
    case Content::png:
      return "PNG";
    case Content::tiff:
      return "TIFF";
    case Content::bmp:
      return "BMP";
    case Content::gif:
      return "GIF";
    case Content::rtf:
      return "RTF";
    case Content::rar:
      return "RAR";
    case Content::seven_zip:
      return "7z";
    case Content::mp3:
      return "MP3";
    case Content::mp4:
      return "MP4";
    case Content::wav:
      return "WAV";
    case Content::program:
      return message_text("evidence.content-program");
    case Content::html:
      return message_text("evidence.content-html");
    case Content::text:
      return message_text("evidence.content-text");
    case Content::unknown:
      break;
  }
  return message_text("evidence.content-unknown");
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// In whichever encoding: without the control characters that texts do not have.
bool is_text(std::string_view head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return true;  // UTF-16
  return std::none_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
  });
}

bool is_markup(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = trim(head);
  if (head.size() < 2 || head[0] != '<') return false;
  const char next = lower(head[1]);
  return next == '!' || next == '?' || (next >= 'a' && next <= 'z');
}

Content content_of(std::string_view head) {
  if (is_text(head)) {
    if (head.starts_with("{\\rtf")) return Content::rtf;
    // The head of a PDF may be all text, and rubbish may stand before it.
    if (head.substr(0, 1024).find("%PDF-") != head.npos) return Content::pdf;
    return is_markup(head) ? Content::html : Content::text;
  }
  for (const Signature& signature : signatures) {
    if (head.size() > signature.at && head.substr(signature.at).starts_with(signature.bytes)) return signature.content;
  }
  return head.substr(0, 1024).find("%PDF-") != head.npos ? Content::pdf : Content::unknown;
}

std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos) return "";
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(), lower);
  return extension;
}

}  // namespace

Status check_file_type(std::string_view name, std::string_view head) {
  if (head.empty()) return fail("evidence.empty", {{"name", name}});
  const std::string extension = extension_of(name);
  const auto known = std::find_if(std::begin(extensions), std::end(extensions),
                                  [&](const Extension& one) { return one.name == extension; });
  if (known == std::end(extensions)) {
    std::string all;
    for (const Extension& one : extensions) all.append(all.empty() ? "" : " ").append(one.name);
    return fail("evidence.unknown-type", {{"name", name}, {"known", all}});
  }
  const Content found = content_of(head);
  if (found == known->content || (known->other != Content::unknown && found == known->other)) return {};
  return fail("evidence.wrong-type", {{"name", name}, {"extension", extension}, {"found", title(found)}});
}

Result<std::string> clean_file_name(std::string_view name) {
  constexpr std::size_t longest = 200;
  const auto bad = [&] { return fail("evidence.bad-name", {{"name", name}, {"limit", longest}}); };
  if (const std::size_t slash = name.find_last_of("/\\"); slash != name.npos) name.remove_prefix(slash + 1);
  if (find_invalid_utf8(name) != name.npos) return bad();
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString composed;
  if (U_SUCCESS(status)) composed = nfc->normalize(icu::UnicodeString::fromUTF8(std::string(name)), status);
  if (U_FAILURE(status)) return bad();
  std::string utf8;
  composed.toUTF8String(utf8);
  std::u32string kept;
  for (const char32_t c : to_code_points(utf8)) {
    const auto category = u_charType(static_cast<UChar32>(c));
    if (category == U_CONTROL_CHAR || category == U_FORMAT_CHAR || category == U_LINE_SEPARATOR ||
        category == U_PARAGRAPH_SEPARATOR) {
      continue;
    }
    kept += c;
  }
  const std::string clean = to_utf8(kept);
  const std::string out(trim(clean));
  const bool only_dots = out.find_first_not_of('.') == out.npos;
  if (only_dots || count_code_points(out) > longest) return bad();
  return out;
}

}  // namespace jiheng::ledger
