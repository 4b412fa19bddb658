package browsertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// A pipe carries messages, each ended by a zero byte: Chromium reads its file 3 and
// writes its file 4.
type pipe struct {
	cmd   *exec.Cmd
	write *os.File
	read  *os.File
	lines chan []byte // closed when Chromium is gone
	last  int
}

func open(cmd *exec.Cmd) (*pipe, error) {
	theirs, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	read, others, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, theirs.Close(), write.Close())
	}
	cmd.ExtraFiles = []*os.File{theirs, others}
	cmd.WaitDelay = 10 * time.Second
	err = cmd.Start()
	if err = errors.Join(err, theirs.Close(), others.Close()); err != nil {
		return nil, errors.Join(err, write.Close(), read.Close())
	}
	p := &pipe{cmd: cmd, write: write, read: read, lines: make(chan []byte)}
	go p.listen()
	return p, nil
}

func (p *pipe) listen() {
	defer close(p.lines)
	scanner := bufio.NewScanner(p.read)
	scanner.Buffer(nil, maxMessage)
	scanner.Split(func(data []byte, atEnd bool) (int, []byte, error) {
		for i, b := range data {
			if b == 0 {
				return i + 1, data[:i], nil
			}
		}
		return 0, nil, nil
	})
	for scanner.Scan() {
		p.lines <- append([]byte(nil), scanner.Bytes()...)
	}
}

// close ends the browser: asked first, so that its own processes end as well.
func (p *pipe) close() {
	p.last++
	fmt.Fprintf(p.write, `{"id":%d,"method":"Browser.close"}`+"\x00", p.last)
	gone := time.After(10 * time.Second)
	for open := true; open; {
		select {
		case _, open = <-p.lines:
		case <-gone:
			_ = p.cmd.Process.Kill()
			open = false
		}
	}
	_ = p.cmd.Wait() // how it ended says nothing of the pages
	_ = p.write.Close()
	_ = p.read.Close()
}

// call sends one request and waits for its answer; events on the way are dropped.
func (p *pipe) call(session, method string, params, result any) error {
	p.last++
	request := map[string]any{"id": p.last, "method": method}
	if session != "" {
		request["sessionId"] = session
	}
	if params != nil {
		request["params"] = params
	}
	data, err := json.Marshal(request)
	if err != nil {
		return err
	}
	if _, err := p.write.Write(append(data, 0)); err != nil {
		return err
	}
	late := time.After(answerWithin)
	for {
		select {
		case line, open := <-p.lines:
			if !open {
				return errors.New("the browser is gone")
			}
			if done, err := answer(line, p.last, result); done || err != nil {
				return err
			}
		case <-late:
			return fmt.Errorf("no answer within %s", answerWithin)
		}
	}
}

// answer reads a message, and reports whether it is the one for a request.
func answer(line []byte, id int, result any) (done bool, err error) {
	var message struct {
		ID     int
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	switch err := json.Unmarshal(line, &message); {
	case err != nil:
		return false, err
	case message.ID != id:
		return false, nil
	case message.Error != nil:
		return true, errors.New(message.Error.Message)
	case result == nil:
		return true, nil
	}
	return true, json.Unmarshal(message.Result, result)
}
