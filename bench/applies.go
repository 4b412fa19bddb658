package main

import "context"

func (b *bench) applies(ctx context.Context) error { return nil }
