#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "amp.h"

static bool faultFits(const Fault *fault, char *error, size_t errorSize) {
  if (fault->kind == FAULT_NONE) return true;
  const Status status = readStatus();
  if (status.pendingFaults >= MAX_FAULTS) {
    snprintf(error, errorSize, "%d faults are waiting already", MAX_FAULTS);
    return false;
  }
  const int64_t delay = (int64_t)currentSettings().delayFrames + status.slipFrames;
  if (fault->kind == FAULT_DROP && delay < (int64_t)fault->frames) {
    snprintf(error, errorSize, "drop %u needs a delay of as many frames (what is dropped must be there already); it is %lld",
             fault->frames, (long long)delay);
    return false;
  }
  if (fault->kind == FAULT_REPEAT && delay + (int64_t)fault->frames > MAX_DELAY_FRAMES) {
    snprintf(error, errorSize, "repeat %u would need a delay of more than %d frames", fault->frames, MAX_DELAY_FRAMES);
    return false;
  }
  return true;
}

/** Carries out one line; the answer goes into `answer`. */
static void answerLine(const char *line, char *answer, size_t answerSize) {
  char error[LINE_LENGTH / 2];
  Request request;
  const Settings current = currentSettings();
  if (!readRequest(line, &current, &request, error, sizeof error) || !faultFits(&request.fault, error, sizeof error)) {
    snprintf(answer, answerSize, "error %s\n", error);
    return;
  }
  if (request.query) {
    const Status status = readStatus();
    char properties[LINE_LENGTH / 2];
    printSettings(&current, properties, sizeof properties);
    snprintf(answer, answerSize, "ok frames=%llu xruns=%llu sounded=%llu slip=%lld faults=%u %s\n",
             (unsigned long long)status.frames, (unsigned long long)status.xruns, (unsigned long long)status.lastSound,
             (long long)status.slipFrames, status.pendingFaults, properties);
    return;
  }
  if (!deliver(&request)) {
    snprintf(answer, answerSize, "error the JACK server does not run the amplifier\n");
    return;
  }
  snprintf(answer, answerSize, "ok\n");
}

static void serveConnection(int connection) {
  char buffer[LINE_LENGTH];
  size_t used = 0;
  while (isRunning()) {
    struct pollfd waiting = {.fd = connection, .events = POLLIN};
    if (poll(&waiting, 1, 100) <= 0) continue;
    const ssize_t got = read(connection, buffer + used, sizeof buffer - 1 - used);
    if (got <= 0) return;
    used += (size_t)got;
    buffer[used] = '\0';
    for (char *end; (end = strchr(buffer, '\n')) != NULL;) {
      *end = '\0';
      char answer[LINE_LENGTH];
      answerLine(buffer, answer, sizeof answer);
      if (send(connection, answer, strlen(answer), MSG_NOSIGNAL) < 0) return;
      used -= (size_t)(end + 1 - buffer);
      memmove(buffer, end + 1, used + 1);
    }
    if (used == sizeof buffer - 1) return;  // a line that never ends
  }
}

bool serveControl(const char *socketPath) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(socketPath) >= sizeof address.sun_path) {
    fprintf(stderr, "the socket's path is longer than %zu characters: %s\n", sizeof address.sun_path - 1, socketPath);
    return false;
  }
  memcpy(address.sun_path, socketPath, strlen(socketPath) + 1);
  unlink(socketPath);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4) != 0) {
    fprintf(stderr, "the socket %s cannot be made: %s\n", socketPath, strerror(errno));
    return false;
  }
  printf("ready\n");
  fflush(stdout);
  while (isRunning()) {
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    if (poll(&waiting, 1, 100) <= 0) continue;
    const int connection = accept(listener, NULL, NULL);
    if (connection < 0) continue;
    serveConnection(connection);
    close(connection);
  }
  close(listener);
  unlink(socketPath);
  return true;
}
