/*
 * Preloaded into a writing process. Notes each write and each sync in the order in which they happen, in the file
 * to which the process itself writes what it was asked and what it acknowledged. While the file named by FAIL_SYNC
 * or FAIL_WRITE exists, those calls fail as a broken or a full disk would.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void note(const char *call, int file, int failed) {
  char link[64], path[4096], line[4352];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  const char *slash = strrchr(path, '/');
  int size = snprintf(line, sizeof line, "%s %s %s\n", call, slash ? slash + 1 : path, failed ? "failed" : "done");
  int saved = errno, trace = open(getenv("TRACE_FILE"), O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (write(trace, line, size) != size) abort();
  close(trace);
  errno = saved;
}

static int broken(const char *flag, int error) {
  if (access(getenv(flag), F_OK) != 0) return 0;
  errno = error;
  return 1;
}

static int traced_sync(const char *name, int file) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int result = broken("FAIL_SYNC", EIO) ? -1 : real(file);
  note("sync", file, result != 0);
  return result;
}

static ssize_t traced_write(const char *name, int file, const void *bytes, size_t size, off64_t at) {
  ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, name);
  ssize_t result = broken("FAIL_WRITE", ENOSPC) ? -1 : real(file, bytes, size, at);
  note("write", file, result < 0);
  return result;
}

int fsync(int file) { return traced_sync("fsync", file); }
int fdatasync(int file) { return traced_sync("fdatasync", file); }
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) { return traced_write("pwrite64", file, bytes, size, at); }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { return traced_write("pwrite64", file, bytes, size, at); }
