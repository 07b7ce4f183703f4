#include "cli/person.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace jiheng::cli {
namespace {

std::string this_person() {
  if (const char* person = std::getenv("JIHENG_PERSON"); person && *person) return person;
  if (const passwd* user = ::getpwuid(::geteuid())) return user->pw_name;
  return std::to_string(::geteuid());
}

}  // namespace

void add_person(CLI::App& command, std::string& person) {
  command.add_option("--as", person, "办理人；不写则取环境变量 JIHENG_PERSON，再没有就是登录名");
}

Result<ledger::Act> act_of(const std::string& person) {
  ledger::Act act = ledger::act_now(person.empty() ? this_person() : person);
  const char* now = std::getenv("JIHENG_NOW");
  if (!now || !*now) return act;
  const Result<Moment> moment = Moment::parse(now);
  if (!moment) return fail("cli.bad-now", {{"reason", moment.error().message}});
  constexpr int ahead_of_utc = 8 * 60;
  act.seconds = (std::int64_t{moment->minutes()} - ahead_of_utc) * 60;
  return act;
}

}  // namespace jiheng::cli
