"""System calls that Python has no function for, by name; their numbers are the kernel's stable interface.

From `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h` (aarch64) of Linux 6.12.
"""

import ctypes
import os
import platform

__all__ = ["LAST_KNOWN", "MACHINE", "call", "knows", "number", "tell"]

#: ``mseal``: calls that came later were not looked at here, so a confined kernel has none of them.
LAST_KNOWN = 462
MACHINE = platform.machine()

# name, number on x86_64, number on aarch64
_TABLE = """
mount 165 40; umount2 166 39; pivot_root 155 41; chroot 161 51; open_tree 428 428; move_mount 429 429
fsopen 430 430; fsconfig 431 431; fsmount 432 432; fspick 433 433; mount_setattr 442 442; statmount 457 457
listmount 458 458; swapon 167 224; swapoff 168 225; quotactl 179 60; quotactl_fd 443 443; acct 163 89
unshare 272 97; setns 308 268; ptrace 101 117; process_vm_readv 310 270; process_vm_writev 311 271
process_madvise 440 440; process_mrelease 448 448; kcmp 312 272; pidfd_getfd 438 438; bpf 321 280
perf_event_open 298 241; userfaultfd 323 282; io_uring_setup 425 425; io_uring_enter 426 426
io_uring_register 427 427; kexec_load 246 104; kexec_file_load 320 294; init_module 175 105; finit_module 313 273
delete_module 176 106; reboot 169 142; syslog 103 116; iopl 172 -; ioperm 173 -; modify_ldt 154 -
lookup_dcookie 212 18; nfsservctl 180 42; vhangup 153 58; fanotify_init 300 262; fanotify_mark 301 263
name_to_handle_at 303 264; open_by_handle_at 304 265; personality 135 92; sethostname 170 161; setdomainname 171 162
settimeofday 164 170; clock_settime 227 112; adjtimex 159 171; clock_adjtime 305 266; add_key 248 217
request_key 249 218; keyctl 250 219; uselib 134 -; sysfs 139 -; ustat 136 -; create_module 174 -
get_kernel_syms 177 -; query_module 178 -; _sysctl 156 -; memfd_create 319 279; memfd_secret 447 447
shmget 29 194; shmat 30 196; shmctl 31 195; shmdt 67 197; msgget 68 186; msgsnd 69 189; msgrcv 70 188; msgctl 71 187
semget 64 190; semop 65 193; semctl 66 191; semtimedop 220 192; mq_open 240 180; mq_unlink 241 181
mknod 133 -; mknodat 259 33; migrate_pages 256 238; move_pages 279 239; remap_file_pages 216 234; seccomp 317 277
clone 56 220; clone3 435 435; fork 57 -; vfork 58 -; execve 59 221; execveat 322 281; prctl 157 167; ioctl 16 29
mmap 9 222; setrlimit 160 164; prlimit64 302 261; socket 41 198; socketpair 53 199; bind 49 200; connect 42 203
listen 50 201; sync 162 81; syncfs 306 267; kill 62 129; tkill 200 130; tgkill 234 131; rt_sigqueueinfo 129 138
rt_tgsigqueueinfo 297 240; pidfd_open 434 434; pidfd_send_signal 424 424; sched_setaffinity 203 122
sched_setscheduler 144 119; sched_setparam 142 118; sched_setattr 314 274; setpriority 141 140; ioprio_set 251 30
fcntl 72 25; chmod 90 -; fchmod 91 52; fchmodat 268 53; fchmodat2 452 452; utime 132 -; utimes 235 -; futimesat 261 -
utimensat 280 88; chown 92 -; fchown 93 55; lchown 94 -; fchownat 260 54; setxattr 188 5; lsetxattr 189 6
fsetxattr 190 7; removexattr 197 14; lremovexattr 198 15; fremovexattr 199 16; truncate 76 45; open 2 -
openat 257 56; openat2 437 437; inotify_init 253 -; inotify_init1 294 26; inotify_add_watch 254 27
sendmsg 46 211; sendmmsg 307 269
landlock_create_ruleset 444 444; landlock_add_rule 445 445; landlock_restrict_self 446 446; capset 126 91
"""

_COLUMN = {"x86_64": 1, "aarch64": 2}.get(MACHINE)
_NUMBERS = {
    parts[0]: None if _COLUMN is None or parts[_COLUMN] == "-" else int(parts[_COLUMN])
    for entry in _TABLE.replace("\n", ";").split(";")
    if (parts := entry.split())
}
_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long


def knows(name: str) -> bool:
    """Whether this machine's processor has the call at all."""
    return _NUMBERS[name] is not None


def number(name: str) -> int:
    """The call's number on this machine."""
    found = _NUMBERS[name]
    if found is None:
        msg = f"Linux on {MACHINE} has no system call {name}, or Kith does not know its number there."
        raise OSError(msg)
    return found


def call(name: str, *arguments: int | bytes | None, about: str = "") -> int:
    """What the system call returns; its error, with ``about`` as the thing that it was about, is raised."""
    words = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    found: int = _LIBC.syscall(ctypes.c_long(number(name)), *words)
    if found < 0:
        wrong = ctypes.get_errno()
        raise OSError(wrong, f"{name}: {os.strerror(wrong)}", about or None)
    return found


def tell(path: str, words: str) -> None:
    """Writes to a file of the kernel's, such as those below `/proc/self`, in one call as it wants it."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, words.encode())
    finally:
        os.close(file)
