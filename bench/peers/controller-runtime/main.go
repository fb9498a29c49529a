// The controller-runtime program of bench/runtime. What it is asked for is in the environment, see bench/runtime/contestant.mjs; it
// prints one line of JSON for each thing that has come to pass.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	ctrl.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	addToScheme(scheme)
	check(appsv1.AddToScheme(scheme))
	folder := os.Getenv("BENCH_ACCOUNT")
	config := &rest.Config{
		Host:            os.Getenv("BENCH_SERVER"),
		BearerTokenFile: folder + "/token",
		TLSClientConfig: rest.TLSClientConfig{CAFile: folder + "/ca.crt"},
		// No limit of its own: what the server can do is measured.
		QPS: -1,
	}
	options := ctrl.Options{
		Scheme:                 scheme,
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		Cache:                  cache.Options{DefaultNamespaces: map[string]cache.Config{os.Getenv("BENCH_NAMESPACE"): {}}},
	}
	if os.Getenv("BENCH_STRIP") != "" {
		options.Cache.DefaultTransform = cache.TransformStripManagedFields()
	}
	if mode() == "idle" {
		options.Metrics.BindAddress = "127.0.0.1:0"
		options.HealthProbeBindAddress = "127.0.0.1:0"
	}
	manager, err := ctrl.NewManager(config, options)
	check(err)
	context := ctrl.SetupSignalHandler()
	if mode() == "sync" {
		_, err = manager.GetCache().GetInformer(context, &Record{})
		check(err)
	} else {
		reconciler := &recordReconciler{client: manager.GetClient(), seen: map[string]float64{}, tallies: map[string]int{}}
		builder := ctrl.NewControllerManagedBy(manager).
			For(&Record{}).
			WithOptions(controller.Options{MaxConcurrentReconciles: number("BENCH_WORKERS")})
		if mode() == "dependents" {
			builder = builder.Owns(&appsv1.Deployment{})
		}
		check(builder.Complete(reconciler))
	}
	go func() {
		if manager.GetCache().WaitForCacheSync(context) {
			list := &RecordList{}
			check(manager.GetClient().List(context, list, client.UnsafeDisableDeepCopy))
			say(map[string]any{"event": "synced", "objects": len(list.Items)})
		}
	}()
	check(manager.Start(context))
}

type recordReconciler struct {
	client client.Client
	mutex  sync.Mutex
	count  int
	first  time.Time
	millis []float64
	seen   map[string]float64
	// tallies has how often something has happened that happens to each object once.
	tallies map[string]int
}

func (r *recordReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	now := float64(time.Now().UnixMicro()) / 1000
	begun := time.Now()
	record := &Record{}
	if err := r.client.Get(ctx, request.NamespacedName, record); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	switch mode() {
	case "noop":
		r.done(begun)
	case "write":
		if round := os.Getenv("BENCH_ROUND"); record.Status.Round != round {
			record.Status.Round = round
			if err := r.client.Status().Update(ctx, record); err != nil {
				return ctrl.Result{}, err
			}
			r.done(begun)
		}
	case "dependents":
		return ctrl.Result{}, r.ensureDeployment(ctx, record)
	case "latency":
		r.latency(request.String(), record.Spec.ChangedAt, now)
	}
	return ctrl.Result{}, nil
}

func (r *recordReconciler) ensureDeployment(ctx context.Context, record *Record) error {
	deployment := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: record.Namespace, Name: record.Name}}
	outcome, err := controllerutil.CreateOrUpdate(ctx, r.client, deployment, func() error {
		if deployment.CreationTimestamp.IsZero() {
			deployment.Spec = deploymentSpec(record.Name)
		}
		deployment.Spec.Replicas = &record.Spec.Replicas
		return controllerutil.SetControllerReference(record, deployment, r.client.Scheme())
	})
	if err != nil {
		return err
	}
	if outcome == controllerutil.OperationResultUpdated {
		r.tally("repaired")
	}
	round := os.Getenv("BENCH_ROUND")
	if record.Status.Round == round {
		return nil
	}
	record.Status.Round = round
	if err := r.client.Status().Update(ctx, record); err != nil {
		return err
	}
	r.tally("made")
	return nil
}

func deploymentSpec(name string) appsv1.DeploymentSpec {
	labels := map[string]string{"app.kubernetes.io/instance": name}
	container := corev1.Container{Name: "worker", Image: "registry.example.com/records/worker:v1"}
	return appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: labels},
		Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: labels},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{container}},
		},
	}
}

func (r *recordReconciler) tally(event string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.tallies[event]++; r.tallies[event] == number("BENCH_EXPECTED") {
		say(map[string]any{"event": event})
	}
}

// done counts what the mode is about, and tells when it has been done as often as is expected.
func (r *recordReconciler) done(begun time.Time) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.count == 0 {
		r.first = begun
	}
	r.count++
	ms := float64(time.Since(r.first).Microseconds()) / 1000
	if r.count == number("BENCH_EXPECTED")*2/3 {
		say(map[string]any{"event": "warm", "ms": ms})
	}
	if r.count == number("BENCH_EXPECTED") {
		say(map[string]any{"event": "done", "ms": ms})
	}
}

// latency counts changes that were made after this object was seen for the first time.
func (r *recordReconciler) latency(key string, changedAt float64, now float64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	before, known := r.seen[key]
	r.seen[key] = changedAt
	if !known || before == changedAt {
		return
	}
	if r.millis = append(r.millis, now-changedAt); len(r.millis) == number("BENCH_EXPECTED") {
		sort.Float64s(r.millis)
		at := func(part float64) float64 { return r.millis[int(float64(len(r.millis)-1)*part)] }
		say(map[string]any{"event": "done", "p50": at(0.5), "p99": at(0.99)})
	}
}

func mode() string { return os.Getenv("BENCH_MODE") }

func number(name string) int {
	value, err := strconv.Atoi(os.Getenv(name))
	check(err)
	return value
}

func say(what map[string]any) {
	line, err := json.Marshal(what)
	check(err)
	fmt.Println(string(line))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
