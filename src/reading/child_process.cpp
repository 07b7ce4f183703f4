#include "reading/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace jiheng::reading {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1, write_end = -1;
  ~Pipe() { close_read(), close_write(); }
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read_end = ends[0], write_end = ends[1];
    return true;
  }
  void close_read() {
    if (read_end >= 0) ::close(read_end);
    read_end = -1;
  }
  void close_write() {
    if (write_end >= 0) ::close(write_end);
    write_end = -1;
  }
};

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : std::string();
  const char* path = std::getenv("PATH");
  const std::string folders = path != nullptr ? path : "/usr/bin:/bin";
  for (std::size_t begin = 0; begin <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', begin), folders.size());
    const std::string candidate = folders.substr(begin, end - begin) + "/" + name;
    if (end > begin && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    begin = end + 1;
  }
  return {};
}

// Between fork and exec: only calls that are safe there.
void limit(int what, std::size_t value) {
  rlimit bounds{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  ::setrlimit(static_cast<__rlimit_resource_t>(what), &bounds);
}

[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, const Pipe& output,
                         const Pipe& errors, const ChildLimits& limits) {
  ::setpgid(0, 0);
  limit(RLIMIT_AS, limits.memory);
  limit(RLIMIT_CPU, static_cast<std::size_t>(limits.seconds) + 1);
  limit(RLIMIT_FSIZE, limits.output);
  limit(RLIMIT_CORE, 0);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output.write_end, STDOUT_FILENO);
  ::dup2(errors.write_end, STDERR_FILENO);
  ::execve(program, arguments, environment);
  ::_exit(127);
}

// Reads both pipes until they end, the time is up, or there is too much.
void collect(Pipe& output, Pipe& errors, ChildResult& result, const ChildLimits& limits, Clock::time_point deadline) {
  constexpr std::size_t most_errors = 4096;
  std::array<char, 64 << 10> piece;
  while (output.read_end >= 0 || errors.read_end >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      result.timed_out = true;
      return;
    }
    pollfd both[2] = {{output.read_end, POLLIN, 0}, {errors.read_end, POLLIN, 0}};
    if (::poll(both, 2, static_cast<int>(std::min<long long>(left, 1000))) < 0 && errno != EINTR) return;
    for (const bool is_output : {true, false}) {
      if (both[is_output ? 0 : 1].revents == 0) continue;
      Pipe& pipe = is_output ? output : errors;
      const ssize_t count = ::read(pipe.read_end, piece.data(), piece.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        pipe.close_read();
        continue;
      }
      const auto size = static_cast<std::size_t>(count);
      if (!is_output) {
        result.errors.append(piece.data(), std::min(size, most_errors - std::min(result.errors.size(), most_errors)));
        continue;
      }
      if (result.output.size() + size > limits.output) {
        result.too_much_output = true;
        return;
      }
      result.output.append(piece.data(), size);
    }
  }
}

// Waits for the end; a child that closed its pipes and goes on is killed when its time is up.
int reap(pid_t child, bool kill_now, Clock::time_point deadline, bool& timed_out) {
  int status = 0;
  for (;;) {
    if (kill_now) ::kill(-child, SIGKILL), ::kill(child, SIGKILL);
    const pid_t ended = ::waitpid(child, &status, kill_now ? 0 : WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return -1;
    if (Clock::now() > deadline) kill_now = timed_out = true;
    if (!kill_now) ::usleep(2000);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<ChildResult> run_child(const std::vector<std::string>& command, const std::string& package,
                              const ChildLimits& limits) {
  const std::string program = find_program(command.front());
  if (program.empty()) return fail("reading.tool-missing", {{"tool", command.front()}, {"package", package}});
  Pipe output, errors;
  const auto cannot_start = [&] {
    return fail("reading.cannot-start", {{"tool", command.front()}}, std::strerror(errno));
  };
  if (!output.open() || !errors.open()) return cannot_start();

  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  // Only what the program needs: how names are written, where it may put temporary files; one thread for tesseract.
  std::vector<std::string> variables = {"LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"};
  for (const char* name : {"PATH", "HOME", "TMPDIR", "TESSDATA_PREFIX"}) {
    if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
  }
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);

  const auto deadline = Clock::now() + std::chrono::seconds(limits.seconds);
  const pid_t child = ::fork();
  if (child < 0) return cannot_start();
  if (child == 0) become(program.c_str(), arguments.data(), environment.data(), output, errors, limits);
  ::setpgid(child, child);
  output.close_write();
  errors.close_write();
  ChildResult result;
  collect(output, errors, result, limits, deadline);
  result.exit_code = reap(child, result.timed_out || result.too_much_output, deadline, result.timed_out);
  if (result.exit_code == 128 + SIGXCPU) result.timed_out = true;
  if (result.exit_code == 128 + SIGXFSZ) result.too_much_output = true;
  return result;
}

}  // namespace jiheng::reading
