package load

import "context"

func (l *loader) cue(f *file, data []byte) {}

func (l *loader) houseRules(ctx context.Context, files []*file, documents []*document) error {
	return nil
}
