// The first instructions of a processor without a system. See loader.c.

        .code16
        .section .reset, "ax"  // the last 128 bytes of the read-only memory
begin16:
        cli
        lgdtl   %cs:(segments - 0xffff0000)
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmpl   $0x18, $begin32
        .balign 8
segments:
        .word   4 * 8 - 1
        .long   0f
0:      .quad   0
        .quad   0x00af9b000000ffff  // 0x08: code of 64 bits
        .quad   0x00cf93000000ffff  // 0x10: data
        .quad   0x00cf9b000000ffff  // 0x18: code of 32 bits
        .org    0x70
        jmp     begin16             // where the processor begins
        .balign 16

        .text
        .code32
begin32:
        movw    $0x10, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movl    $0x40620, %eax      // long addresses, SSE and its exceptions, extended registers
        movl    %eax, %cr4
        movl    $pages, %eax
        movl    %eax, %cr3
        movl    $0xc0000080, %ecx
        rdmsr
        orl     $0x101, %eax        // long mode, system calls
        wrmsr
        movl    $0x80000023, %eax   // pages, protection, floating point
        movl    %eax, %cr0
        ljmpl   $0x08, $begin64

        .code64
begin64:
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        movl    $0xe7, %eax         // the registers of SSE, AVX and AVX-512
        xsetbv
        movl    $0x0f000000, %esp
        call    load_program
        movq    %rax, %rsp
        xorl    %edx, %edx
        jmp     *(program + 24)(%rip)  // the entry point that the ELF header names

// What `syscall` does. Keeps all registers that a program may rely on, and what lies just below its stack.
        .globl  system_call
system_call:
        subq    $128, %rsp
        pushq   %rcx
        pushq   %r11
        pushq   %rdi
        pushq   %rsi
        pushq   %rdx
        pushq   %r8
        pushq   %r9
        pushq   %r10
        movq    %rdx, %rcx
        movq    %rsi, %rdx
        movq    %rdi, %rsi
        movq    %rax, %rdi
        call    answer
        popq    %r10
        popq    %r9
        popq    %r8
        popq    %rdx
        popq    %rsi
        popq    %rdi
        popq    %r11
        popq    %rcx
        addq    $128, %rsp
        jmp     *%rcx

// The first 4 GiB at their own addresses, in pages of 1 GiB. Marked as accessed, since nobody can write that here.
        .balign 4096
pages:  .quad   0f + 0x23
        .fill   511, 8, 0
0:      .quad   0x000000e3, 0x400000e3, 0x800000e3, 0xc00000e3
        .fill   508, 8, 0

        .section .program, "a"
        .globl  program
        .balign 16
program:
        .incbin PROGRAM
