package providertest

import (
	"time"

	"galley/engine"
)

// Narrative: what is live gets corrected and taken down, here and by others.
func changeChecks() []check {
	return []check{
		{group: "change", title: "UpdateKeepsRemoteID", needs: needs(creates, automatic, updates, readable), run: updateKeepsRemoteID},
		{group: "change", title: "UpdateTakesFieldsAway", needs: needs(creates, automatic, updates, readable), run: updateTakesFieldsAway},
		{group: "change", title: "ProfileKeepsWhatIsNotDeclared", needs: needs(creates, automatic, updates, readable, partial), run: profileKeepsWhatIsNotDeclared},
		{group: "change", title: "UpdateMissing", needs: needs(creates, automatic, updates, deletes), run: updateMissing},
		{group: "change", title: "EditConflict", needs: needs(creates, automatic, updates, readable), run: editConflict},
		{group: "change", title: "LostUpdateIsUncertain", needs: needs(creates, automatic, updates), run: lostUpdateIsUncertain},
		{group: "change", title: "DeleteTwice", needs: needs(creates, automatic, deletes), run: deleteTwice},
		{group: "change", title: "LostDeleteIsUncertain", needs: needs(creates, automatic, deletes), run: lostDeleteIsUncertain},
		{group: "change", title: "ReadMissing", needs: needs(creates, automatic, reader, deletes), run: readMissing},
		{group: "change", title: "ScheduledCanBeCancelled", needs: needs(creates, automatic, lister, schedules, deletes), run: scheduledCanBeCancelled},
	}
}

// update changes before into d as a new process would.
func (s *stage) update(before engine.Observed, d engine.Desired) (engine.Observed, error) {
	s.Helper()
	p := s.open()
	s.prepareEdit(p, before, d)
	return p.(engine.Updater).Update(s.Context(), before, d, s.intentOn(engine.Update, before, d))
}

// prepareEdit is prepare for an edit, where the provider tells them apart.
func (s *stage) prepareEdit(p engine.Provider, before engine.Observed, d engine.Desired) {
	s.Helper()
	preparer, ok := p.(engine.EditPreparer)
	if !ok {
		s.prepare(p, d)
		return
	}
	if err := preparer.PrepareEdit(s.Context(), before, d); err != nil {
		s.Fatalf("PrepareEdit of %s: %v", d.ID, err)
	}
}

func (s *stage) delete(before engine.Observed, d engine.Desired) error {
	return s.open().(engine.Deleter).Delete(s.Context(), before, s.intentOn(engine.Delete, before, d))
}

func updateKeepsRemoteID(s *stage) {
	d := s.full(1)
	made := s.create(s.open(), d)
	time.Sleep(time.Minute)
	changed := s.edited(d, "The paper of the evening, corrected.")
	seen, err := s.update(s.look(made), changed)
	if err != nil {
		s.Fatalf("Update: %v", err)
	}
	if seen.Remote != made.Remote {
		s.Errorf("Update made %q of %q: a network that only deletes and creates must not declare update", seen.Remote, made.Remote)
	}
	s.wantShown("what Update returned", changed, seen)
	after := s.look(made)
	s.wantShown("what a new process reads", changed, after)
	if after.URL != made.URL {
		s.Errorf("Update moved %q to %q", made.URL, after.URL)
	}
	if after.Version != "" && after.Version == made.Version {
		s.Errorf("version %q is the same after an update", after.Version)
	}
	s.wantAtMostOne("an update")
}

// updateTakesFieldsAway edits down to the required fields: what was declared
// before and is not any more has to go.
func updateTakesFieldsAway(s *stage) {
	full := s.full(1)
	made := s.create(s.open(), full)
	bare := s.plain(1)
	if _, err := s.update(s.look(made), bare); err != nil {
		s.Fatalf("Update: %v", err)
	}
	after := s.look(made)
	all := bare
	all.Fields = full.Fields
	s.wantShown("after its other fields were taken away it", all, after)
}

// profileKeepsWhatIsNotDeclared writes a profile of which the file declares a
// part, twice. An account has a profile before it has a file.
func profileKeepsWhatIsNotDeclared(s *stage) {
	theirs := &engine.Profile{Name: "The Evening Paper", Bio: "What the evening brought."}
	s.create(s.open(), s.desire(1, theirs))
	bio := s.desire(2, &engine.Profile{Bio: "What the morning brought."}) // of another key
	p := s.open()
	s.prepare(p, bio)
	made, err := p.Create(s.Context(), bio, s.intent(engine.Create, bio))
	if err != nil {
		s.Fatalf("Create: %v", err)
	}
	whole := s.desire(1, &engine.Profile{Name: theirs.Name, Bio: "What the morning brought."})
	s.wantShown("with a bio of its own alone, the profile", whole, s.look(made))
	name := s.desire(1, &engine.Profile{Name: "The Morning Paper"})
	in := s.intentOn(engine.Update, made, name)
	in.Dropped = []string{"bio"}
	if _, err := s.open().(engine.Updater).Update(s.Context(), s.look(made), name, in); err != nil {
		s.Fatalf("Update: %v", err)
	}
	seen := s.look(made)
	if !in.Arrived(s.info, seen.Spec) {
		s.Errorf("after its bio was dropped the profile is %+v", seen.Spec)
	}
}

func updateMissing(s *stage) {
	d := s.plain(1)
	made := s.create(s.open(), d)
	if err := s.delete(made, d); err != nil {
		s.Fatalf("Delete: %v", err)
	}
	_, err := s.update(made, s.edited(d, "Nobody will read this."))
	s.wantKind("Update of what is gone", err, engine.NotFound)
	s.wantNothing("Update of what is gone")
}

// editConflict changes something that somebody else has changed since it was
// looked at.
func editConflict(s *stage) {
	d := s.plain(1)
	made := s.create(s.open(), d)
	stale := s.look(made)
	if stale.Version == "" {
		s.Skip("the network has no versions")
	}
	time.Sleep(time.Minute)
	theirs := s.edited(d, "Corrected by somebody else.")
	if _, err := s.update(stale, theirs); err != nil {
		s.Fatalf("Update: %v", err)
	}
	_, err := s.update(stale, s.edited(d, "Corrected by us, a little late."))
	s.wantKind("Update of what somebody else changed", err, engine.Conflict)
	s.wantShown("after a refused update it", theirs, s.look(made))
}

// lostUpdateIsUncertain loses an update on its way, then its answer.
func lostUpdateIsUncertain(s *stage) {
	s.breakLast("Update", func(one *stage) func() error {
		d := one.plain(1)
		p := one.open()
		made := one.create(p, d)
		changed := one.edited(d, "The paper of the evening.")
		one.prepareEdit(p, made, changed)
		return func() error {
			_, err := p.(engine.Updater).Update(one.Context(), made, changed, one.intentOn(engine.Update, made, changed))
			return err
		}
	})
}

func lostDeleteIsUncertain(s *stage) {
	s.breakLast("Delete", func(one *stage) func() error {
		d := one.plain(1)
		p := one.open()
		made := one.create(p, d)
		return func() error {
			return p.(engine.Deleter).Delete(one.Context(), made, one.intentOn(engine.Delete, made, d))
		}
	})
}

// breakLast learns how many writes an act takes, and then loses the last one
// and its answer, each on a network of its own.
func (s *stage) breakLast(what string, arrange func(*stage) func() error) {
	s.Helper()
	one := s.again()
	act := arrange(one)
	writes := one.writesOf(func() {
		if err := act(); err != nil {
			s.Fatalf("%s: %v", what, err)
		}
	})
	if writes == 0 {
		s.Fatalf("%s writes nothing that the suite could see", what)
	}
	for name, strike := range map[string]func(*stage){
		"whose connection broke": func(one *stage) { one.dropRequest(writes) },
		"whose answer was lost":  func(one *stage) { one.loseAnswer(writes, nil) },
	} {
		one := s.again()
		act := arrange(one)
		strike(one)
		s.wantKind(what+" "+name, act(), engine.Uncertain)
	}
}

func deleteTwice(s *stage) {
	d := s.plain(1)
	made := s.create(s.open(), d)
	for n := range 2 {
		if err := s.delete(made, d); err != nil {
			s.Errorf("Delete number %d: %v, want nil: what is gone is gone", n+1, err)
		}
	}
	s.wantNothing("Delete")
}

func readMissing(s *stage) {
	d := s.plain(1)
	made := s.create(s.open(), d)
	if err := s.delete(made, d); err != nil {
		s.Fatalf("Delete: %v", err)
	}
	_, err := s.open().(engine.Reader).Read(s.Context(), s.kind, made.Remote)
	s.wantKind("Read of what is gone", err, engine.NotFound)
}

// scheduledCanBeCancelled takes a post back from the network's scheduler.
func scheduledCanBeCancelled(s *stage) {
	d, in := s.scheduled(1, s.limits.ScheduleMin+time.Hour)
	s.prepare(s.open(), d)
	made, err := s.open().Create(s.Context(), d, in)
	if err != nil {
		s.Fatalf("Create for later: %v", err)
	}
	if err := s.delete(made, d); err != nil {
		s.Fatalf("Delete of what is scheduled: %v", err)
	}
	time.Sleep(time.Until(d.Due))
	s.wantNothing("what was taken back from the scheduler")
}
