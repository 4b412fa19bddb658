// Package testserver runs the reference servers of Bluesky on this machine: a
// server for accounts (PDS), the directory of names (PLC) and, if asked, the
// index that counts likes (app view). They come from npm in exact versions, are
// kept in a cache folder outside of the work tree, listen on loopback only and
// leave nothing behind.
package testserver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// Options say what to start. Cache is required.
type Options struct {
	Cache   string // folder for installs, shared by all projects of a user
	AppView bool   // with the index; needs PostgreSQL
}

// An Account is one that Start has made.
type Account struct {
	DID         string `json:"did"`
	Handle      string `json:"handle"`
	Password    string `json:"password"`
	AppPassword string `json:"appPassword"`
}

// A Server is a running set of servers. Account and Other can be used at once.
type Server struct {
	URL     string // of the PDS
	AppView string // of the index; empty if it was not asked for
	Account Account
	Other   Account

	cmd   *exec.Cmd
	tie   io.Closer // standard input: the servers stop when it closes
	said  *lastWords
	ended chan struct{}
	err   error // of the process, once it has ended
}

// startWithin bounds how long the servers may take to be ready.
const startWithin = 2 * time.Minute

// stopWithin bounds how long they may take to end by themselves.
const stopWithin = 15 * time.Second

// Start installs the servers if need be, starts them and returns once they can
// be used. They end with Stop, and at the latest with this process.
func Start(ctx context.Context, o Options) (*Server, error) {
	dir, err := Install(ctx, o.Cache)
	if err != nil {
		return nil, err
	}
	node := filepath.Join(dir, "node_modules", ".bin", "node")
	if _, err := os.Stat(node); err != nil { // npm has one for Linux alone
		if node, err = exec.LookPath("node"); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	args := []string{"--no-warnings", "start.mjs", "--tethered"}
	if o.AppView {
		args = append(args, "--appview")
	}
	s := &Server{cmd: exec.Command(node, args...), said: &lastWords{}, ended: make(chan struct{})}
	s.cmd.Dir, s.cmd.Stderr = dir, s.said
	if s.tie, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	if err := s.await(ctx, out); err != nil {
		return nil, errors.Join(fmt.Errorf("start the reference servers: %w", err), missing(s.Stop()))
	}
	return s, nil
}

// missing tells a machine that lacks something from servers that fail.
func missing(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == lacking {
		return fmt.Errorf("%w: the app view needs PostgreSQL", ErrUnavailable)
	}
	return err
}

// lacking is the status with which the script says so.
const lacking = 69

// await reads the line that says that all is ready.
func (s *Server) await(ctx context.Context, out io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	line := make(chan []byte, 1)
	go func() {
		in := bufio.NewReader(out)
		first, _ := in.ReadBytes('\n')
		line <- first
		_, _ = io.Copy(io.Discard, in) // until the process ends
		s.err = s.cmd.Wait()
		close(s.ended)
	}()
	select {
	case first := <-line:
		return s.understand(first)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) understand(line []byte) error {
	var ready struct {
		PDS     string  `json:"pds"`
		AppView string  `json:"appview"`
		Other   Account `json:"other"`
		Account
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		return fmt.Errorf("it did not come up:\n%s", s.said)
	}
	s.URL, s.AppView, s.Account, s.Other = ready.PDS, ready.AppView, ready.Account, ready.Other
	return nil
}

// Stop ends the servers and returns once they are gone. A second call does
// nothing more.
func (s *Server) Stop() error {
	_ = s.tie.Close() // is how they are told
	select {
	case <-s.ended:
		return s.err
	case <-time.After(stopWithin):
	}
	if err := s.cmd.Process.Kill(); err != nil {
		return err
	}
	<-s.ended
	return errors.New("the reference servers had to be killed")
}

// lastWords keeps the end of what a process writes.
type lastWords struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const keptWords = 16 << 10

// Write implements io.Writer.
func (w *lastWords) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if extra := w.text.Len() - keptWords; extra > 0 {
		w.text.Next(extra)
	}
	return len(p), nil
}

// String returns the last lines.
func (w *lastWords) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return tail(w.text.String())
}
