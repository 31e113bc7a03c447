// SPDX-License-Identifier: Apache-2.0

//go:build unix

// Package pgtest gives tests a real PostgreSQL: the one of the operating system's packages, with its disk writes waited for,
// in a folder of its own, on a socket that no network reaches.
//
// Each test process starts one server when it is first asked, in about a second, and each caller gets a fresh database
// in it. A small shell stands guard: when the test process ends, however it ends, the server stops and its folder goes.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Start returns the address of an empty database, as store.OpenPostgres takes it. The server's locale is C and its
// encoding UTF8. Where PostgreSQL is not installed, the test fails and says how to install it.
func Start(tb testing.TB) string {
	tb.Helper()
	s, err := running()
	if err != nil {
		tb.Fatalf("PostgreSQL for the tests: %v", err)
	}
	address, err := s.newDatabase(tb.Context())
	if err != nil {
		tb.Fatalf("PostgreSQL for the tests: %v", err)
	}
	return address
}

type server struct {
	folder    string
	databases atomic.Int64
	guard     io.Closer // the shell's standard input: never closed, it ends with the process
}

var running = sync.OnceValues(start)

var errMissing = errors.New("no PostgreSQL in /usr/lib/postgresql/*/bin nor on the PATH; install it with `make tools`")

// startTime bounds how long the server may take to answer.
const startTime = 30 * time.Second

func start() (*server, error) {
	programs, err := find()
	if err != nil {
		return nil, err
	}
	s := &server{}
	if s.folder, err = os.MkdirTemp("", "safar-pg-"); err != nil {
		return nil, err
	}
	as, err := s.identity()
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(programs, "initdb"), "--pgdata="+s.data(), "--username=postgres", "--auth=trust",
		"--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = s.folder, as
	if out, err := initdb.CombinedOutput(); err != nil {
		os.RemoveAll(s.folder)
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if err := s.launch(programs, as); err != nil {
		return nil, err
	}
	return s, s.await()
}

// find returns the folder of the newest PostgreSQL's programs.
func find() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", errMissing
	}
	return filepath.Dir(path), nil
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// identity hands the folder to the user the server runs as. PostgreSQL refuses to run as root, so root lends it to the
// user postgres, or nobody.
func (s *server) identity() (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal reaches the guard through the pipe alone
	if os.Geteuid() != 0 {
		return attributes, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		if account, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attributes, os.Chown(s.folder, uid, gid)
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

// launch starts the server under its guard.
func (s *server) launch(programs string, as *syscall.SysProcAttr) error {
	const script = `"$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$SAFAR_PG_FOLDER"`
	guard := exec.Command("/bin/sh", "-c", script, "guard", filepath.Join(programs, "postgres"), "-D", s.data(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+s.folder, "-c", "fsync=on", "-c", "shared_buffers=32MB",
		"-c", "max_connections=100", "-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "jit=off",
		"-c", "autovacuum_naptime=10min", "-c", "max_wal_size=256MB")
	guard.Dir, guard.SysProcAttr = s.folder, as
	guard.Env = append(os.Environ(), "SAFAR_PG_FOLDER="+s.folder)
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	guard.Stdout, guard.Stderr = log, log // never the test's own: `go test` waits until those are closed
	input, err := guard.StdinPipe()
	if err != nil {
		return err
	}
	s.guard = input
	return guard.Start()
}

// await waits until the server answers.
func (s *server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, s.address("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("the server does not answer: %w\n%s", err, log)
		case <-tick.C:
		}
	}
}

func (s *server) address(database string) string {
	return "postgres://postgres@/" + database + "?host=" + url.QueryEscape(s.folder)
}

func (s *server) newDatabase(ctx context.Context) (string, error) {
	conn, err := pgx.Connect(ctx, s.address("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	name := fmt.Sprintf("test_%d", s.databases.Add(1))
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return s.address(name), err
}
